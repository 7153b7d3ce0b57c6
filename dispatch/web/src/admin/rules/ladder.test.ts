import { expect, test } from 'vitest'
import { after, codeOf, inWords, tidy } from './ladder'
import type { Level } from './rules'

const level = (role: string, afterMinutes: number): Level => ({ role, afterMinutes, title: { ru: role, en: role } })

test('a step is told in minutes and hours', () => {
  expect([0, 10, 60, 90].map(after)).toEqual(['сразу', 'через 10 мин', 'через 1 ч', 'через 1 ч 30 мин'])
})

test('a ladder reads as a sentence', () => {
  expect(inWords([level('мастер', 0), level('старший', 10)])).toBe('сразу — мастер; через 10 мин — старший')
})

test('the code says whom a ladder binds, whatever the order in which it was entered', () => {
  expect(codeOf({ organisation: 7, severities: [2, 1], categories: ['hot_water'], problems: ['gas-smell', 'fire'] })).toBe('org-7-severity-12-hot-water-fire-gas-smell')
  expect(codeOf({})).toBe('')
})

test('steps stand by their time, and what names nothing is left out', () => {
  const kept = tidy({ code: 'x', title: { ru: 'а', en: 'a' }, organisation: 0, severities: [], ackMinutes: 5, levels: [level('senior', 10), level('foreman', 0)] })
  expect(kept.levels.map(({ role }) => role)).toEqual(['foreman', 'senior'])
  expect(JSON.parse(JSON.stringify(kept))).not.toHaveProperty('severities')
  expect(JSON.parse(JSON.stringify(kept))).not.toHaveProperty('organisation')
})
