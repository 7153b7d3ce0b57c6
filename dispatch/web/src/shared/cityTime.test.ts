import { afterEach, expect, test } from 'vitest'
import { cityTime, clockFace, fromLocalInput, toLocalInput } from './cityTime.svelte'

afterEach(() => (cityTime.zone = 'UTC'))

test.each([
  ['Asia/Omsk', '2026-11-23T12:00:00.000Z', '2026-11-23T18:00'],
  ['Europe/Ulyanovsk', '2026-11-23T22:30:00.000Z', '2026-11-24T02:30'],
  ['Asia/Vladivostok', '2026-02-28T15:05:00.000Z', '2026-03-01T01:05'],
])('in %s the moment %s is typed as %s, and back', (zone, moment, typed) => {
  cityTime.zone = zone
  expect(toLocalInput(moment)).toBe(typed)
  expect(fromLocalInput(typed)).toBe(moment)
  expect(clockFace(moment)).toBe(typed.slice(11))
})

test('half a date is no moment', () => expect(fromLocalInput('2026-11-')).toBeNull())

test("the server's clock counts, not this machine's", () => {
  cityTime.heard('2030-01-01T00:00:00Z')
  expect(cityTime.moment().slice(0, 16)).toBe('2030-01-01T00:00')
  cityTime.heard(new Date().toISOString())
})
