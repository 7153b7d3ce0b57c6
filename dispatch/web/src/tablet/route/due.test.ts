import { expect, test } from 'vitest'
import type { OrderRoute, Point } from '../../shared/wire'
import { heads, isDue } from './due'

const here: Point = [73.4, 55]
const farther: Point = [73.41, 55]
const house: Point = [73.5, 55]
const known = { from: here, to: [73.5, 55] } as OrderRoute

test.each([
  { name: 'none is known', route: undefined, own: null, asked: 0, due: true },
  { name: 'none is known, just asked', route: undefined, own: null, asked: 90_000, due: false },
  { name: 'the place was not known', route: { from: null, to: house } as OrderRoute, own: null, asked: 0, due: true },
  { name: 'the tablet stands', route: known, own: here, asked: 0, due: false },
  { name: 'the tablet does not know its place', route: known, own: null, asked: 0, due: false },
  { name: 'the tablet has moved', route: known, own: farther, asked: 0, due: true },
  { name: 'the tablet moves, just asked', route: known, own: farther, asked: 90_000, due: false },
  { name: 'the house was put elsewhere', route: { from: here, to: here } as OrderRoute, own: here, asked: 0, due: true },
])('$name', ({ route, own, asked, due }) => {
  expect(isDue(route, own, house, asked, 100_000)).toBe(due)
})

test('a way is shown until the crew is there', () => {
  expect((['sent', 'delivered', 'accepted', 'en_route', 'on_site', 'localised', 'done'] as const).filter((state) => heads({ state }))).toEqual(['sent', 'delivered', 'accepted', 'en_route'])
})
