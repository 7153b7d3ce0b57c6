import type { GeoJSONSource, Map as CityMap, MapLayerMouseEvent } from 'maplibre-gl'
import type { CrewRow, Point, RequestRow } from '../../shared/wire'

const layers = ['crews-way', 'crews-dot', 'crews-name']
const sources = ['crews', 'crews-ways']

export interface CrewLayer {
  show(crews: Iterable<CrewRow>, ways: { from: Point; to: Point; hinted: boolean }[], chosen: number | null): void
  remove(): void
}

/** Puts crews on the map with their callsigns, and lines to where they go; `remove` takes away all that this added. */
export function addCrewLayer(map: CityMap, dark: boolean, onopen: (id: number) => void): CrewLayer {
  const empty = { type: 'FeatureCollection' as const, features: [] }
  map.addSource('crews-ways', { type: 'geojson', data: empty })
  map.addSource('crews', { type: 'geojson', data: empty })
  map.addLayer({
    id: 'crews-way', type: 'line', source: 'crews-ways',
    paint: { 'line-color': ['case', ['get', 'hinted'], '#ff9d2e', '#2f8fff'], 'line-width': ['case', ['get', 'hinted'], 3, 2], 'line-dasharray': [2, 2] },
  })
  map.addLayer({
    id: 'crews-dot', type: 'circle', source: 'crews',
    paint: {
      'circle-radius': ['case', ['get', 'chosen'], 10, 7],
      'circle-color': ['match', ['get', 'state'], 'free', '#12805c', 'reserved', '#b07500', '#1f6fc4'],
      'circle-stroke-color': ['case', ['get', 'chosen'], '#ff9d2e', '#ffffff'],
      'circle-stroke-width': ['case', ['get', 'chosen'], 4, 2.5],
    },
  })
  map.addLayer({
    id: 'crews-name', type: 'symbol', source: 'crews',
    layout: {
      'text-field': ['get', 'name'], 'text-font': ['PT Sans Bold'], 'text-size': 12, 'text-offset': [0, 1.1], 'text-anchor': 'top',
      'text-optional': true, 'symbol-sort-key': ['case', ['get', 'chosen'], 0, 1],
    },
    paint: { 'text-color': dark ? '#e8edf2' : '#16202a', 'text-halo-color': dark ? '#0d1218' : '#ffffff', 'text-halo-width': 1.6 },
  })
  const open = (event: MapLayerMouseEvent) => onopen(event.features?.[0]?.properties.id as number)
  map.on('click', 'crews-dot', open)
  return {
    show(crews, ways, chosen) {
      map.getSource<GeoJSONSource>('crews')?.setData({
        type: 'FeatureCollection',
        features: [...crews].filter((crew) => crew.point && crew.on_shift).map((crew) => ({
          type: 'Feature',
          geometry: { type: 'Point', coordinates: crew.point! },
          properties: { id: crew.id, name: crew.name, state: crew.load.state, chosen: crew.id === chosen },
        })),
      })
      map.getSource<GeoJSONSource>('crews-ways')?.setData({
        type: 'FeatureCollection',
        features: ways.map((way) => ({
          type: 'Feature',
          geometry: { type: 'LineString', coordinates: [way.from, way.to] },
          properties: { hinted: way.hinted },
        })),
      })
    },
    remove() {
      map.off('click', 'crews-dot', open)
      for (const layer of layers) if (map.getLayer(layer)) map.removeLayer(layer)
      for (const source of sources) if (map.getSource(source)) map.removeSource(source)
    },
  }
}

/** Lines from crews to their jobs: of the request on the card, of the chosen crew, and of the one that may be sent. */
export function waysOf(
  requests: ReadonlyMap<number, RequestRow>, crews: ReadonlyMap<number, CrewRow>, chosen: { request: number | null; crew: number | null; hinted: number | null },
): { from: Point; to: Point; hinted: boolean }[] {
  const ways = []
  for (const row of requests.values()) {
    if (!row.point) continue
    for (const order of row.orders) {
      const crew = order.crew_id === null ? undefined : crews.get(order.crew_id)
      const going = ['sent', 'delivered', 'accepted', 'en_route'].includes(order.state)
      if (crew?.point && going && (row.id === chosen.request || crew.id === chosen.crew)) ways.push({ from: crew.point, to: row.point, hinted: false })
    }
  }
  const to = chosen.request === null ? null : requests.get(chosen.request)?.point
  const from = chosen.hinted === null ? null : crews.get(chosen.hinted)?.point
  if (from && to) ways.push({ from, to, hinted: true })
  return ways
}
