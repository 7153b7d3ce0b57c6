// Clocks as a person reads them: the law's, and the service's own (work, state). Pure: a clock and a moment in, words out.

import clockTitles from '../../../clock_titles.json'
import { counted, dictionary, tongue } from './i18n.svelte'
import type { ClockRow } from './wire'

export type ClockMood = 'void' | 'met' | 'met_late' | 'paused' | 'running' | 'near' | 'overdue'

export interface ClockReading {
  mood: ClockMood
  /** Milliseconds to the deadline; negative when it has passed. */
  leftMs: number
}

/** Near: under a quarter of the term is left, or under five minutes, whatever is longer, but at most an hour. */
export function readClock(clock: ClockRow, now: number): ClockReading {
  const due = Date.parse(clock.due_at)
  const leftMs = due - now
  if (clock.void) return { mood: 'void', leftMs }
  if (clock.met_at) return { mood: Date.parse(clock.met_at) <= due ? 'met' : 'met_late', leftMs }
  if (clock.paused_at) return { mood: 'paused', leftMs: due - Date.parse(clock.paused_at) }
  if (leftMs < 0) return { mood: 'overdue', leftMs }
  const term = due - Date.parse(clock.started_at)
  const near = Math.min(Math.max(term / 4, 5 * minute), 60 * minute)
  return { mood: leftMs <= near ? 'near' : 'running', leftMs }
}

/** The running term with the least time left; undefined when none runs. How long an order stands in a state is no
 *  term of the request: see overstayed. */
export function worstClock(clocks: ClockRow[]): ClockRow | undefined {
  let worst: ClockRow | undefined
  for (const clock of clocks) {
    if (clock.void || clock.met_at || clock.paused_at || clock.kind === 'state') continue
    if (!worst || clock.due_at < worst.due_at) worst = clock
  }
  return worst
}

/** The clock of an order that has stood in its state for too long, the longest first. */
export function overstayed(clocks: ClockRow[], now: number): ClockRow | undefined {
  return clocks.filter((clock) => clock.kind === 'state' && readClock(clock, now).mood === 'overdue').sort((a, b) => a.due_at.localeCompare(b.due_at))[0]
}

const minute = 60_000

const words = dictionary({
  left: [(span: string) => `осталось ${span}`, (span: string) => `${span} left`],
  overdue: [(span: string) => `просрочено ${span}`, (span: string) => `overdue ${span}`],
  met: ['выполнено', 'met'],
  metLate: ['выполнено с опозданием', 'met late'],
  void: ['снято', 'void'],
  paused: [(span: string) => `на паузе, останется ${span}`, (span: string) => `paused, ${span} will be left`],
})

/** "осталось 12 мин", "просрочено 4 мин", "выполнено". */
export function clockText(clock: ClockRow, now: number): string {
  const { mood, leftMs } = readClock(clock, now)
  if (mood === 'void') return words.void
  if (mood === 'met') return words.met
  if (mood === 'paused') return words.paused(span(leftMs))
  if (mood === 'met_late') return words.metLate
  return mood === 'overdue' ? words.overdue(span(-leftMs)) : words.left(span(leftMs))
}

/** "12 мин", "1 ч 05 мин", "2 сут 3 ч"; under a minute in seconds. Whole units, rounded down. */
export function span(milliseconds: number): string {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000))
  const ru = tongue.language === 'ru'
  if (seconds < 60) return `${seconds} ${ru ? 'с' : 's'}`
  const minutes = Math.floor(seconds / 60)
  if (minutes < 60) return `${minutes} ${ru ? 'мин' : 'min'}`
  const hours = Math.floor(minutes / 60)
  if (hours < 24) return `${hours} ${ru ? 'ч' : 'h'} ${String(minutes % 60).padStart(2, '0')} ${ru ? 'мин' : 'min'}`
  return `${Math.floor(hours / 24)} ${ru ? 'сут' : 'd'} ${hours % 24} ${ru ? 'ч' : 'h'}`
}

/** The same for narrow places: "-4 мин", "12 мин". */
export function shortClockText(clock: ClockRow, now: number): string {
  const { leftMs } = readClock(clock, now)
  return leftMs < 0 ? `−${span(-leftMs)}` : span(leftMs)
}

const wholeUnits = dictionary({
  days: [(n: number) => counted(n, 'суток', 'суток', 'суток'), (n: number) => (n === 1 ? '1 day' : `${n} days`)],
  hours: [(n: number) => counted(n, 'часа', 'часов', 'часов'), (n: number) => (n === 1 ? '1 hour' : `${n} hours`)],
  minutes: [(n: number) => counted(n, 'минуты', 'минут', 'минут'), (n: number) => (n === 1 ? '1 minute' : `${n} minutes`)],
})

/** A legal term as it is said to the caller after "в течение" (genitive), "within" in English: "30 минут", "1 часа",
 *  "2 часов 30 минут", "3 суток". Days from two on: a day and a night are "24 часов" in the norms. */
export function termAloud(milliseconds: number): string {
  const total = Math.max(0, Math.round(milliseconds / minute))
  const days = total >= 48 * 60 ? Math.floor(total / (24 * 60)) : 0
  const hours = Math.floor(total / 60) - days * 24
  const said = [days && wholeUnits.days(days), hours && wholeUnits.hours(hours), total % 60 && wholeUnits.minutes(total % 60)].filter(Boolean)
  return said.join(' ') || wholeUnits.minutes(0)
}

/** Where a term is written down. Acts are known by their Russian short names; English spells them out. */
export function clauseText(clause: string): string {
  if (tongue.language === 'ru') return clause
  return spelled.reduce((text, [short, long]) => text.replace(short, long), clause)
}

const spelled: [short: string | RegExp, long: string][] = [
  ['Срок службы 05, собственный срок', "service 05's own term"],
  [/^ПП (?=\d)/, 'Gov. Decree '], ['59-ФЗ', 'Federal Law 59'], ['Госстрой', 'Gosstroy'], ['ГОСТ Р', 'GOST R'], ['СанПиН', 'SanPiN'],
  ['обращение с отходами', 'waste'], ['осмотры общего имущества', 'inspections of common property'], ['эвакуация пассажиров', 'release of passengers'],
  ['прил.', 'annex'], ['разд.', 'section'], [/(^|\s)ст\.(?=\s)/, '$1art.'], [/(^|\s)пп?\.(?=\s)/g, '$1cl.'],
]

const titles = dictionary(clockTitles as Record<keyof typeof clockTitles, [string, string]>)

/** What a clock waits for, as the workbooks say it too. */
export function clockTitle(kind: string): string {
  return (titles as Record<string, string>)[kind] ?? kind
}
