import { expect, test } from 'vitest'
import { begunFrom, dayAfter, kindOf, turned, weeksOf, workedDays } from './calendar'
import type { Year } from './rules'

// The production calendar of 2026 as the service ships it: 247 worked days.
const y2026: Year = {
  year: 2026, status: 'verified', source: 'ТК РФ, ст. 112',
  holidays: ['2026-01-01', '2026-01-02', '2026-01-03', '2026-01-04', '2026-01-05', '2026-01-06', '2026-01-07', '2026-01-08', '2026-02-23', '2026-03-08', '2026-05-01', '2026-05-09', '2026-06-12', '2026-11-04'],
  moved: [{ from: '2026-01-03', to: '2026-01-09' }, { from: '2026-01-04', to: '2026-12-31' }, { from: '2026-03-08', to: '2026-03-09' }, { from: '2026-05-09', to: '2026-05-11' }],
  shortened: ['2026-04-30', '2026-05-08', '2026-06-11', '2026-11-03'],
}

test('a day is what holidays, transfers and weekdays make of it', () => {
  for (const [day, kind] of Object.entries({ '2026-01-04': 'holiday', '2026-01-09': 'moved_off', '2026-04-30': 'short', '2026-11-07': 'off', '2026-11-25': 'worked' })) expect(kindOf(day, y2026)).toBe(kind)
  expect(workedDays(y2026)).toBe(247)
})

test('pressed again and again, a worked day goes round and a weekend never becomes short', () => {
  let year = y2026
  const round = (day: string) => Array.from({ length: 3 }, () => kindOf(day, (year = turned(day, year))))
  expect(round('2026-11-25')).toEqual(['holiday', 'short', 'worked'])
  expect(round('2026-11-28')).toEqual(['holiday', 'off', 'holiday'])
})

test('weeks begin on Monday and hold every day once', () => {
  const november = weeksOf(2026, 11)
  expect(november[0]).toEqual([null, null, null, null, null, null, '2026-11-01'])
  expect(november.flat().filter(Boolean)).toHaveLength(30)
  expect(weeksOf(2028, 2).flat().filter(Boolean)).toHaveLength(29)
})

test('a year that is not loaded begins with the holidays of the one before and is not verified', () => {
  const next = begunFrom(y2026, 2027)
  expect(next).toMatchObject({ status: 'unverified', source: '', moved: [] })
  expect(next.holidays).toContain('2027-11-04')
})

test('the arrows stay within the year', () => {
  expect(dayAfter('2026-02-28', 1)).toBe('2026-03-01')
  expect(dayAfter('2026-12-31', 1)).toBe(null)
})
