import type { Map } from 'maplibre-gl'
import type { Point } from '../../shared/wire'

const edge = '#ffffff'
const line = '#0b5cad'

/** Draws a way under the names of the map; the answer takes it off again. */
export function drawRoute(map: Map, points: Point[]): () => void {
  if (points.length < 2) return () => {}
  map.addSource('route', { type: 'geojson', data: { type: 'Feature', properties: {}, geometry: { type: 'LineString', coordinates: points } } })
  const layout = { 'line-cap': 'round', 'line-join': 'round' } as const
  const below = map.getLayer('street-name') && 'street-name'
  map.addLayer({ id: 'route-edge', type: 'line', source: 'route', layout, paint: { 'line-color': edge, 'line-width': 11, 'line-opacity': 0.9 } }, below)
  map.addLayer({ id: 'route', type: 'line', source: 'route', layout, paint: { 'line-color': line, 'line-width': 7 } }, below)
  return () => {
    if (map._removed) return
    for (const id of ['route', 'route-edge']) if (map.getLayer(id)) map.removeLayer(id)
    if (map.getSource('route')) map.removeSource('route')
  }
}
