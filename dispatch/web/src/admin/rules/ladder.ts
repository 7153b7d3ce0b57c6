// Ladders in words, and what is made of the form of one. Pure.

import { counted, tongue } from '../../shared/i18n.svelte'
import type { Ladder, Ladders, Level, Text } from './rules'

/** "сразу", "через 10 мин", "через 1 ч 30 мин". */
export function after(minutes: number): string {
  const ru = tongue.language === 'ru'
  if (minutes === 0) return ru ? 'сразу' : 'at once'
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60]
  const parts = ru ? [hours && `${hours} ч`, rest && `${rest} мин`] : [hours && `${hours} h`, rest && `${rest} min`]
  return `${ru ? 'через' : 'after'} ${parts.filter(Boolean).join(' ')}`
}

/** "сразу — Мастер бригады; через 10 мин — Старший диспетчер". */
export function inWords(levels: Level[]): string {
  return levels.map((level) => `${after(level.afterMinutes)} — ${level.title[tongue.language]}`).join('; ')
}

/** How long an acknowledgement holds a ladder, in words. */
export function holds(minutes: number): string {
  return tongue.language === 'ru' ? `принявший держит её ${counted(minutes, 'минуту', 'минуты', 'минут')}` : `an acknowledgement holds it ${minutes} min`
}

/** A ladder's code says whom it binds, so that two for the same case cannot stand side by side. */
export function codeOf(ladder: Pick<Ladder, 'organisation' | 'severities' | 'categories' | 'problems'>): string {
  const parts = [
    ladder.organisation ? `org-${ladder.organisation}` : '',
    ladder.severities?.length ? `severity-${[...ladder.severities].sort().join('')}` : '',
    ...[...(ladder.categories ?? [])].sort().map((code) => code.replaceAll('_', '-')),
    ...[...(ladder.problems ?? [])].sort(),
  ]
  return parts.filter(Boolean).join('-').slice(0, 90).replace(/-+$/, '')
}

/** What each role is called on a ladder, as the ladders that there are call it. */
export function roleTitles({ ladders, state }: Ladders): Map<string, Text> {
  return new Map([state, ...ladders].flatMap((ladder) => ladder.levels.map((level): [string, Text] => [level.role, level.title])))
}

/** The ladder as it is kept: steps by their time, empty lists left out. */
export function tidy(ladder: Ladder): Ladder {
  const some = <T>(list: T[] | undefined) => (list?.length ? list : undefined)
  return {
    ...ladder,
    organisation: ladder.organisation || undefined,
    severities: some(ladder.severities), categories: some(ladder.categories), problems: some(ladder.problems),
    ackMinutes: Number(ladder.ackMinutes),
    levels: ladder.levels.map((level) => ({ ...level, afterMinutes: Number(level.afterMinutes) })).sort((a, b) => a.afterMinutes - b.afterMinutes),
  }
}
