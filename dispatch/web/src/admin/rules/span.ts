import { tongue } from '../../shared/i18n.svelte'

/** "через 60 с", "через 5 мин", "через 1 ч 30 мин"; none: "сразу". */
export function span(seconds: number): string {
  const ru = tongue.language === 'ru'
  if (!seconds) return ru ? 'сразу' : 'at once'
  const [hours, minutes, rest] = [Math.floor(seconds / 3600), Math.floor((seconds % 3600) / 60), seconds % 60]
  const unit = ru ? ['ч', 'мин', 'с'] : ['h', 'min', 's']
  return `${ru ? 'через' : 'after'} ${[hours, minutes, rest].flatMap((n, at) => (n ? [`${n} ${unit[at]}`] : [])).join(' ')}`
}
