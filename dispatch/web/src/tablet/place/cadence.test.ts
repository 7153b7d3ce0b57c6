import { expect, test } from 'vitest'
import { type Fix, worthTelling } from './cadence'
import { distanceText, metersBetween } from './distance'

const told: Fix = { point: [73.37, 54.99], accuracyMeters: 10, at: 0 }
// A hundredth of a degree of latitude is about 1,112 m.
const north = (meters: number): [number, number] => [73.37, 54.99 + meters / 111_195]

const cases: { name: string; fix: Fix; before?: Fix; tell: boolean }[] = [
  { name: 'the first fix', fix: { ...told, at: 5 }, tell: true },
  { name: 'a poor first fix', fix: { ...told, accuracyMeters: 900 }, tell: false },
  { name: 'driving', fix: { point: north(120), accuracyMeters: 12, at: 10_000 }, before: told, tell: true },
  { name: 'driving, but told a moment ago', fix: { point: north(120), accuracyMeters: 12, at: 4000 }, before: told, tell: false },
  { name: 'standing', fix: { point: north(4), accuracyMeters: 12, at: 60_000 }, before: told, tell: false },
  { name: 'standing for two minutes: still here', fix: { point: north(4), accuracyMeters: 12, at: 120_000 }, before: told, tell: true },
  { name: 'a jump within the error of the measurement', fix: { point: north(40), accuracyMeters: 120, at: 20_000 }, before: told, tell: false },
  { name: 'no accuracy at all', fix: { point: north(400), accuracyMeters: NaN, at: 20_000 }, before: told, tell: false },
]

test.each(cases)('$name', ({ fix, before, tell }) => expect(worthTelling(fix, before)).toBe(tell))

test('a degree of longitude is shorter in the north', () => {
  expect(metersBetween([73, 0], [74, 0])).toBeCloseTo(111_195, -2)
  expect(metersBetween([73, 60], [74, 60])).toBeCloseTo(55_597, -2)
})

test.each([[3, '10 м'], [124, '120 м'], [996, '1,0 км'], [3449, '3,4 км']])('%d m is said as %s', (meters, text) => {
  expect(distanceText(meters)).toBe(text)
})
