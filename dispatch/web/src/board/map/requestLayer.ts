import type { GeoJSONSource, Map, MapLayerMouseEvent } from 'maplibre-gl'
import { overstayed, readClock, worstClock } from '../../shared/clocks'
import type { IconName } from '../../shared/parts/icons'
import type { Point, RequestRow } from '../../shared/wire'
import { laneOf } from '../queue/lanes'
import { ensureMarker, markerName, type Mood } from './markers'

const source = 'requests'
const layers = ['requests-ring', 'requests-sign']

export interface RequestLayer {
  show(rows: Iterable<RequestRow>, chosen: number | null, now: number): void
  remove(): void
}

/** Puts open requests on the map; `remove` takes away all that this added. */
export function addRequestLayer(map: Map, signOf: (row: RequestRow) => IconName, onopen: (id: number) => void): RequestLayer {
  map.addSource(source, { type: 'geojson', data: { type: 'FeatureCollection', features: [] } })
  map.addLayer({
    id: 'requests-ring', type: 'circle', source, filter: ['get', 'chosen'],
    paint: { 'circle-radius': 24, 'circle-color': '#2f8fff', 'circle-opacity': 0.25, 'circle-stroke-color': '#2f8fff', 'circle-stroke-width': 3 },
  })
  map.addLayer({
    id: 'requests-sign', type: 'symbol', source,
    layout: {
      'icon-image': ['get', 'picture'], 'icon-allow-overlap': true, 'icon-ignore-placement': true,
      'symbol-sort-key': ['get', 'rank'],
      'icon-size': ['interpolate', ['linear'], ['zoom'], 10, 0.7, 13, 1, 16, 1.25],
    },
  })
  const open = (event: MapLayerMouseEvent) => onopen(event.features?.at(-1)?.properties.id as number)
  const hand = () => (map.getCanvas().style.cursor = 'pointer')
  const rest = () => (map.getCanvas().style.cursor = '')
  map.on('click', 'requests-sign', open)
  map.on('mouseenter', 'requests-sign', hand)
  map.on('mouseleave', 'requests-sign', rest)

  let gone = false
  let turn = 0
  return {
    async show(rows, chosen, now) {
      const mine = ++turn
      const features = [...rows].filter((row) => row.point && laneOf(row)).map((row) => featureOf(row, row.point!, chosen, now, signOf(row)))
      await Promise.all([...new Set(features.map((feature) => feature.properties.picture))].map((name) => ensureMarker(map, name)))
      // A newer picture of the city has overtaken this one while it was drawn.
      if (gone || mine !== turn) return
      map.getSource<GeoJSONSource>(source)?.setData({ type: 'FeatureCollection', features })
    },
    remove() {
      gone = true
      map.off('click', 'requests-sign', open)
      map.off('mouseenter', 'requests-sign', hand)
      map.off('mouseleave', 'requests-sign', rest)
      for (const layer of layers) if (map.getLayer(layer)) map.removeLayer(layer)
      if (map.getSource(source)) map.removeSource(source)
    },
  }
}

function featureOf(row: RequestRow, point: Point, chosen: number | null, now: number, sign: IconName) {
  const worst = worstClock(row.clocks)
  const running = (worst ? readClock(worst, now).mood : 'none') as Mood
  const mood = running !== 'overdue' && overstayed(row.clocks, now) ? 'near' : running
  const late = { overdue: 20, near: 10, running: 0, none: 0 }[mood]
  return {
    type: 'Feature' as const,
    geometry: { type: 'Point' as const, coordinates: point },
    properties: {
      id: row.id,
      chosen: row.id === chosen,
      picture: markerName(row.severity, sign, mood),
      // Drawn last is on top: the chosen one, then the late, then the grave.
      rank: (row.id === chosen ? 100 : 0) + late - row.severity,
    },
  }
}
