// Days of a year of the production calendar. A day is "2026-01-31". Pure.

import type { Year } from './rules'

/** worked and off as the weekday says; moved_off and moved_worked by a transfer; short: an hour less. */
export type DayKind = 'worked' | 'off' | 'holiday' | 'short' | 'moved_off' | 'moved_worked'

const utc = (day: string) => new Date(`${day}T00:00:00Z`)
const text = (at: Date) => at.toISOString().slice(0, 10)

export function isWeekend(day: string): boolean {
  return utc(day).getUTCDay() % 6 === 0
}

/** What a day is, by the rule of dispatch/norms/calendar.go: holidays first, then transfers, then the weekday. */
export function kindOf(day: string, year: Year): DayKind {
  if (year.holidays.includes(day)) return 'holiday'
  if (year.moved?.some(({ to }) => to === day)) return 'moved_off'
  if (year.moved?.some(({ from }) => from === day)) return 'moved_worked'
  if (year.shortened?.includes(day)) return 'short'
  return isWeekend(day) ? 'off' : 'worked'
}

/** The year with a day made the next kind: a holiday, an hour less (a worked day only), as its weekday says. */
export function turned(day: string, year: Year): Year {
  const without = (list: string[] | null) => (list ?? []).filter((one) => one !== day)
  const [holidays, shortened] = [without(year.holidays), without(year.shortened)]
  switch (kindOf(day, year)) {
    case 'worked':
    case 'off':
    case 'moved_worked':
      return { ...year, shortened, holidays: [...holidays, day].sort() }
    case 'holiday': {
      const plain = kindOf(day, { ...year, holidays })
      return plain === 'worked' || plain === 'moved_worked' ? { ...year, holidays, shortened: [...shortened, day].sort() } : { ...year, holidays, shortened }
    }
    default:
      return { ...year, holidays, shortened }
  }
}

/** The weeks of a month (1..12), Monday first; null where the week belongs to another month. */
export function weeksOf(year: number, month: number): (string | null)[][] {
  const first = new Date(Date.UTC(year, month - 1, 1))
  const days = new Date(Date.UTC(year, month, 0)).getUTCDate()
  const cells: (string | null)[] = Array.from({ length: (first.getUTCDay() + 6) % 7 }, () => null)
  for (let n = 1; n <= days; n++) cells.push(text(new Date(Date.UTC(year, month - 1, n))))
  while (cells.length % 7) cells.push(null)
  return Array.from({ length: cells.length / 7 }, (_, week) => cells.slice(week * 7, week * 7 + 7))
}

/** How many days of the year are worked. */
export function workedDays(year: Year): number {
  const kinds = Array.from({ length: 12 }, (_, month) => weeksOf(year.year, month + 1).flat()).flat().filter((day) => day !== null).map((day) => kindOf(day, year))
  return kinds.filter((kind) => kind === 'worked' || kind === 'short' || kind === 'moved_worked').length
}

/** A year to begin with where none is loaded: the holidays of the year before, whose days the law names; no transfers. */
export function begunFrom(before: Year, year: number): Year {
  return { year, status: 'unverified', source: '', holidays: before.holidays.map((day) => `${year}${day.slice(4)}`), moved: [], shortened: [] }
}

/** The day so many days after another; null outside of the year. */
export function dayAfter(day: string, days: number): string | null {
  const at = utc(day)
  at.setUTCDate(at.getUTCDate() + days)
  return text(at).slice(0, 4) === day.slice(0, 4) ? text(at) : null
}
