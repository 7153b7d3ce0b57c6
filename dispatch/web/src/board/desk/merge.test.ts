import { expect, test } from 'vitest'
import { merge } from './merge'

test.each([
  ['a new row is taken', [], [{ id: 1, version: 1, a: 'x' }], { 1: 'x' }, true],
  ['a higher version wins', [{ id: 1, version: 1, a: 'x' }], [{ id: 1, version: 2, a: 'y' }], { 1: 'y' }, true],
  ['an older version is passed over', [{ id: 1, version: 3, a: 'x' }], [{ id: 1, version: 2, a: 'y' }], { 1: 'x' }, false],
  ['the same version told again does no harm', [{ id: 1, version: 2, a: 'x' }], [{ id: 1, version: 2, a: 'x' }], { 1: 'x' }, true],
  ['rows without a version are always taken', [{ id: 1, a: 'x' }], [{ id: 1, a: 'y' }], { 1: 'y' }, true],
  ['nothing told changes nothing', [{ id: 1, a: 'x' }], [], { 1: 'x' }, false],
])('%s', (_, held, told, expected, changed) => {
  const known = new Map(held.map((row) => [row.id, row as { id: number; version?: number; a: string }]))
  expect(merge(known, told as { id: number; version?: number; a: string }[])).toBe(changed)
  expect(Object.fromEntries([...known].map(([id, row]) => [id, row.a]))).toEqual(expected)
})
