import { beforeEach, expect, test } from 'vitest'
import { cityTime } from '../../shared/cityTime.svelte'
import { tongue } from '../../shared/i18n.svelte'
import { dayAt, dayBefore, dayText, termText } from './days'

beforeEach(() => tongue.use('ru'))

test('a day is written as people write it', () => {
  expect(dayText('2026-01-31')).toBe('31.01.2026')
  expect(dayText('')).toBe('')
  tongue.use('en')
  expect(dayText('2026-01-31')).toBe('31/01/2026')
})

test('a term has an end or none', () => {
  expect(termText('2026-01-01', '2026-12-31')).toBe('с 01.01.2026 по 31.12.2026')
  expect(termText('2026-01-01', '')).toBe('с 01.01.2026, без срока')
})

test('the day is the city’s own', () => {
  cityTime.zone = 'Asia/Omsk'
  expect(dayAt(Date.parse('2026-11-23T18:30:00Z'))).toBe('2026-11-24')
  expect(dayBefore('2027-01-01')).toBe('2026-12-31')
  expect(dayBefore('2028-03-01')).toBe('2028-02-29')
})
