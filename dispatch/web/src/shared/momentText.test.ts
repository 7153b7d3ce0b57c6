import { expect, test } from 'vitest'
import { momentText, readMoment, stepMoment } from './momentText'

const now = '2026-11-23T21:40'

test.each([
  ['23.11 14:05', '2026-11-23T14:05'],
  ['3.12 9:05', '2026-12-03T09:05'],
  ['23.11.2025 14:05', '2025-11-23T14:05'],
  ['23/11/26 14.05', '2026-11-23T14:05'],
  ['23.11, 14:05', '2026-11-23T14:05'],
  ['14:05', '2026-11-23T14:05'],
  ['1405', '2026-11-23T14:05'],
  ['02.01 10:00', '2027-01-02T10:00'],
  ['31.06 10:00', ''],
  ['23.11 25:00', ''],
  ['29.02 10:00', ''],
  ['23.11', ''],
  ['завтра', ''],
  ['', ''],
])('%j is read as %j', (typed, value) => expect(readMoment(typed, now)).toBe(value))

test('in January, late December is of the year before', () => expect(readMoment('31.12 23:50', '2027-01-01T00:10')).toBe('2026-12-31T23:50'))

test.each([
  ['2026-11-23T14:05', '23.11 14:05'],
  ['2025-11-23T14:05', '23.11.2025 14:05'],
  ['', ''],
])('%j is shown as %j', (value, text) => expect(momentText(value, now)).toBe(text))

test.each([
  { part: 'day', caret: 1, step: 1 as const, value: '2026-11-24T14:07' },
  { part: 'month', caret: 4, step: 1 as const, value: '2026-12-23T14:07' },
  { part: 'hour', caret: 7, step: -1 as const, value: '2026-11-23T13:07' },
  { part: 'minutes up', caret: 11, step: 1 as const, value: '2026-11-23T14:10' },
  { part: 'minutes down', caret: 11, step: -1 as const, value: '2026-11-23T14:05' },
])('an arrow moves the $part', ({ caret, step, value }) => expect(stepMoment('2026-11-23T14:07', caret, step)).toBe(value))
