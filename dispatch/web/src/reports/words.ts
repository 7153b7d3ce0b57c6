import { dictionary } from '../shared/i18n.svelte'
import { span } from '../shared/clocks'
import type { Rate } from '../shared/wire'

export const figureWords = dictionary({
  none: ['За этот период нечего показать', 'Nothing to show for this period'],
  onTime: ['В срок', 'On time'],
  late: ['С опозданием', 'Late'],
  overdue: ['Просрочено, открыто', 'Overdue, open'],
  running: ['Идёт', 'Running'],
  median: ['медиана', 'median'],
  p90: ['90 % не больше', '90% within'],
  share: ['Доля', 'Share'],
})

/** "92,3 % (12 из 13)"; a dash of nothing. */
export function rateText({ part, of }: Rate, language: 'ru' | 'en'): string {
  if (of === 0) return '—'
  const percent = new Intl.NumberFormat(language === 'ru' ? 'ru-RU' : 'en-GB', { style: 'percent', maximumFractionDigits: 1 }).format(part / of)
  return `${percent} (${part} ${language === 'ru' ? 'из' : 'of'} ${of})`
}

/** Seconds in words; a dash where nothing was counted. */
export function spread(count: number, seconds: number): string {
  return count === 0 ? '—' : span(seconds * 1000)
}
