import { expect, test } from 'vitest'
import { tilesAround } from './tilesAround'

test('the tile of a point is the one of the web map', () => {
  // Berlin at zoom 16, after the OpenStreetMap wiki's "Slippy map tilenames" formula.
  expect(tilesAround([13.37771496361961, 52.51628011262304])).toContainEqual({ z: 16, x: 35203, y: 21493 })
})

test('nine tiles at each of five zooms, none twice', () => {
  const tiles = tilesAround([73.37, 54.99])
  expect(tiles).toHaveLength(45)
  expect(new Set(tiles.map(({ z, x, y }) => `${z}/${x}/${y}`)).size).toBe(45)
})

test('nothing beyond the edge of the map', () => {
  expect(tilesAround([-180, 85]).every(({ x, y }) => x >= 0 && y >= 0)).toBe(true)
})
