// The basemap that a city has mounted: what reads an archive, and what is done when it does not come.

import { addProtocol, type ErrorEvent, type Map } from 'maplibre-gl'
import type { City } from '../wire'

let reading: Promise<void> | undefined

/** Makes maplibre read PMTiles archives by ranges; loaded only where a city has mounted one. */
export function readsArchives(city: City): Promise<void> | undefined {
  if (city.basemap?.kind !== 'archive') return undefined
  return (reading ??= import('pmtiles').then(({ Protocol }) => addProtocol('pmtiles', new Protocol().tile)))
}

/** So many failures without a tile between them say that the basemap does not come. */
const enough = 4

/** Calls `lost` once when the basemap does not come: its server is gone, or its file is not on this node. */
export function watchBasemap(map: Map, lost: () => void): () => void {
  let failures = 0
  const failed = (event: ErrorEvent & { sourceId?: string; tile?: unknown }) => {
    if (event.sourceId !== 'basemap') return
    failures += event.tile ? 1 : enough // no tile: the archive itself cannot be read
    if (failures >= enough) leave(), lost()
  }
  const came = (event: { sourceId?: string; tile?: unknown }) => {
    if (event.sourceId === 'basemap' && event.tile) failures = 0
  }
  const leave = () => void (map.off('error', failed), map.off('sourcedata', came))
  map.on('error', failed)
  map.on('sourcedata', came)
  return leave
}
