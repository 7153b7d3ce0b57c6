import type { Point } from '../../shared/wire'

export interface Tile {
  z: number
  x: number
  y: number
}

const deepest = 16 // of the city's source: the map magnifies these
const widest = 12

/** Tiles of a point and its neighbours at the zooms of a walk to the house (web Mercator, XYZ). */
export function tilesAround([lon, lat]: Point): Tile[] {
  const tiles: Tile[] = []
  for (let z = widest; z <= deepest; z++) {
    const count = 2 ** z
    const rad = (lat * Math.PI) / 180
    const x = Math.floor(((lon + 180) / 360) * count)
    const y = Math.floor(((1 - Math.asinh(Math.tan(rad)) / Math.PI) / 2) * count)
    for (const dx of [-1, 0, 1]) for (const dy of [-1, 0, 1]) tiles.push({ z, x: x + dx, y: y + dy })
  }
  return tiles.filter(({ z, x, y }) => x >= 0 && y >= 0 && x < 2 ** z && y < 2 ** z)
}
