import { describe, expect, test } from 'vitest'
import { tongue } from './i18n.svelte'
import { clauseText, clockText, clockTitle, overstayed, readClock, span, termAloud, worstClock } from './clocks'
import type { ClockRow } from './wire'

const registered = Date.parse('2026-11-23T12:00:00Z')
const minute = 60_000

function clock(over: Partial<ClockRow> = {}): ClockRow {
  return {
    id: 1, kind: 'localise', round: 1, clause: 'п. 13', edition: '20.06.2026', verified: true,
    started_at: '2026-11-23T12:00:00Z', due_at: '2026-11-23T12:30:00Z', met_at: null, void: false, order_id: null, paused_at: null, level: 0, ...over,
  }
}

describe('a clock of thirty minutes', () => {
  test.each([
    [0, 'running', 'осталось 30 мин'],
    [18, 'running', 'осталось 12 мин'],
    [23, 'near', 'осталось 7 мин'],
    [30, 'near', 'осталось 0 с'],
    [34, 'overdue', 'просрочено 4 мин'],
    [95, 'overdue', 'просрочено 1 ч 05 мин'],
  ])('after %i minutes is %s: %s', (minutes, mood, text) => {
    const now = registered + minutes * minute
    expect(readClock(clock(), now).mood).toBe(mood)
    expect(clockText(clock(), now)).toBe(text)
  })

  test('met at the very moment of the deadline is in time', () => {
    expect(readClock(clock({ met_at: '2026-11-23T12:30:00Z' }), registered).mood).toBe('met')
    expect(readClock(clock({ met_at: '2026-11-23T12:30:01Z' }), registered).mood).toBe('met_late')
  })
})

test('the worst clock is the open one with the least time left', () => {
  const met = clock({ id: 2, due_at: '2026-11-23T12:05:00Z', met_at: '2026-11-23T12:01:00Z' })
  const late = clock({ id: 3, due_at: '2026-11-26T12:00:00Z' })
  const voided = clock({ id: 4, due_at: '2026-11-23T12:01:00Z', void: true })
  expect(worstClock([late, met, voided, clock()])?.id).toBe(1)
  expect(worstClock([met, voided])).toBeUndefined()
})

test('a paused term is no worry, and a state is no term', () => {
  const paused = clock({ id: 5, kind: 'work', due_at: '2026-11-23T12:02:00Z', paused_at: '2026-11-23T12:01:00Z' })
  const state = clock({ id: 6, kind: 'state', order_id: 7, due_at: '2026-11-23T12:01:00Z' })
  const now = registered + 20 * minute
  expect(worstClock([paused, state, clock()])?.id).toBe(1)
  expect(readClock(paused, now)).toEqual({ mood: 'paused', leftMs: minute })
  expect(clockText(paused, now)).toBe('на паузе, останется 1 мин')
  expect(overstayed([paused, state, clock()], now)?.id).toBe(6)
  expect(overstayed([{ ...state, met_at: '2026-11-23T12:00:30Z' }, clock()], now)).toBeUndefined()
})

test.each([
  [59_999, '59 с'],
  [60_000, '1 мин'],
  [3 * 60 * minute + 5 * minute, '3 ч 05 мин'],
  [51 * 60 * minute, '2 сут 3 ч'],
])('a span of %i ms reads %s', (ms, text) => expect(span(ms)).toBe(text))

test.each([
  [30 * minute, '30 минут'],
  [1 * minute, '1 минуты'],
  [21 * minute, '21 минуты'],
  [60 * minute, '1 часа'],
  [90 * minute, '1 часа 30 минут'],
  [120 * minute, '2 часов'],
  [4 * 60 * minute, '4 часов'],
  [21 * 60 * minute, '21 часа'],
  [24 * 60 * minute, '24 часов'],
  [72 * 60 * minute, '3 суток'],
  [21 * 24 * 60 * minute, '21 суток'],
])('a term of %i ms is said after «в течение» as %s', (ms, text) => expect(termAloud(ms)).toBe(text))

test.each([
  ['ПП 416, п. 13', 'Gov. Decree 416, cl. 13'],
  ['ПП 354, прил. 1 п. 9', 'Gov. Decree 354, annex 1 cl. 9'],
  ['ПП 416, пп. 14-15', 'Gov. Decree 416, cl. 14-15'],
  ['Срок службы 05, собственный срок', "service 05's own term"],
])('the clause %s stays in Russian and is %s in English', (clause, english) => {
  expect(clauseText(clause)).toBe(clause)
  tongue.use('en')
  expect(clauseText(clause)).toBe(english)
  tongue.use('ru')
})

test('people in a lift are freed: theirs is no blockage', () => {
  expect([clockTitle('release'), clockTitle('clear')]).toEqual(['Освободить людей', 'Устранить засор'])
})
