import { expect, test } from 'vitest'
import { type Period, periodOf, type PeriodName } from './periods'

test.each<[Exclude<PeriodName, 'own' | 'shift' | 'lastShift'>, string, Period]>([
  ['yesterday', '2026-12-01T00:00', ['2026-11-30T00:00', '2026-12-01T00:00']],
  ['week', '2026-11-25T14:05', ['2026-11-23T00:00', '2026-11-26T00:00']], // Monday to Wednesday
  ['week', '2026-11-29T14:05', ['2026-11-23T00:00', '2026-11-30T00:00']], // Sunday
  ['month', '2026-11-25T14:05', ['2026-11-01T00:00', '2026-11-26T00:00']],
])('%s at %s', (name, now, period) => expect(periodOf(name, now)).toEqual(period))
