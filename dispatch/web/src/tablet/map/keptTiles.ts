// The map in a cellar: tiles are fetched by the page, where the service worker keeps them (tabletShell.ts), and not by the
// map's own worker, which it never sees; and those around an order's house are fetched when the order comes.

import type { RequestParameters } from 'maplibre-gl'
import { tilesUrl } from '../../shared/map/style'
import type { City, CrewOrder } from '../../shared/wire'
import { tilesAround } from './tilesAround'

/** The protocol's name. */
export const keptTiles = 'kept'

/** For maplibre's addProtocol. */
export async function loadKeptTile({ url }: RequestParameters, { signal }: AbortController) {
  const answer = await fetch(url.slice(`${keptTiles}://`.length), { signal })
  if (!answer.ok) throw new Error(`tile: ${answer.status}`)
  return { data: await answer.arrayBuffer() }
}

const kept = new Set<number>()

/** Fetches the tiles around the houses of new orders, so that they are here when the link is not. */
export async function keepTilesAround(city: City, orders: CrewOrder[]) {
  if (!navigator.serviceWorker?.controller) return
  for (const { id, point } of orders) {
    if (!point || kept.has(id)) continue
    kept.add(id)
    for (const { z, x, y } of tilesAround(point)) {
      const url = tilesUrl(city).replace('{z}', `${z}`).replace('{x}', `${x}`).replace('{y}', `${y}`)
      const answer = await fetch(url).catch(() => undefined)
      if (!answer) return void kept.delete(id) // no link: with the next order
    }
  }
}
