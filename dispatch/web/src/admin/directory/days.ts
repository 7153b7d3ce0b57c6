// Days of the city's calendar, written as 2026-01-31.

import { toLocalInput } from '../../shared/cityTime.svelte'
import { dictionary, tongue } from '../../shared/i18n.svelte'

const words = dictionary({
  noEnd: [(from: string) => `с ${from}, без срока`, (from: string) => `from ${from} on`],
  span: [(from: string, to: string) => `с ${from} по ${to}`, (from: string, to: string) => `${from} to ${to}`],
})

/** "31.01.2026", or "31/01/2026" in English; what is no day stays as it is. */
export function dayText(day: string): string {
  const [year, month, date] = day.split('-')
  return date ? [date, month, year].join(tongue.language === 'ru' ? '.' : '/') : day
}

/** Both days included; no last day: until further notice. */
export function termText(from: string, to: string): string {
  return to ? words.span(dayText(from), dayText(to)) : words.noEnd(dayText(from))
}

/** The city's day at a moment. */
export function dayAt(moment: number): string {
  return toLocalInput(moment).slice(0, 10)
}

/** The day before. */
export function dayBefore(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10)
}
