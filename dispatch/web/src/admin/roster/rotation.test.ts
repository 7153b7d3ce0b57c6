import { expect, test } from 'vitest'
import type { Rotation } from '../../shared/wire'
import { begun, entered, moved, together } from './rotation'

const rotation = (more: Partial<Rotation>): Rotation => ({ days: '', first: '2026-01-01', last: '', hand_over: '08:00', hours: 24, daily: false, turns: [[1], [2]], ...more })

test('the form begins with what has no end, from the new day on', () => {
  const ended = rotation({ last: '2026-02-01' })
  const begins = begun([ended, rotation({ turns: [[3], [4, 5]] })], '2026-12-01')
  expect(begins).toEqual([rotation({ first: '2026-12-01', turns: [[3], [4, 5]] })])
  expect(begun([ended], '2026-12-01')[0]!.turns).toEqual([[]])
})

test('empty places and turns are not sent, one watch a day only where it is shorter than a day', () => {
  expect(entered([rotation({ turns: [[1, 0], [0], [2]], daily: true })])).toEqual([rotation({ turns: [[1], [2]] })])
  expect(entered([rotation({ hours: 12, daily: true })])[0]!.daily).toBe(true)
})

test('a turn moves by one place and never out of the list', () => {
  expect(moved(['a', 'b', 'c'], 1, -1)).toEqual(['b', 'a', 'c'])
  expect(moved(['a', 'b'], 1, 1)).toEqual(['a', 'b'])
})

test('who holds a post together stands in one row', () => {
  const watch = (person_id: number, from: string, to: string) => ({ person_id, name: String(person_id), from, to, stand_in: false })
  const rows = together([watch(1, 'a', 'b'), watch(2, 'a', 'b'), watch(3, 'b', 'c'), watch(1, 'a', 'c')])
  expect(rows.map((row) => row.map(({ person_id }) => person_id))).toEqual([[1, 2], [3], [1]])
})
