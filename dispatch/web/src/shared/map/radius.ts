import type { GeoJSONSource, Map } from 'maplibre-gl'
import type { Point } from '../wire'

const id = 'radius'
const metersPerDegree = 111_195

/** A circle on the ground, lon and lat. */
export function circle([lon, lat]: Point, meters: number): Point[] {
  const east = meters / (metersPerDegree * Math.cos((lat * Math.PI) / 180))
  const north = meters / metersPerDegree
  return Array.from({ length: 65 }, (_, step) => {
    const turn = (step / 64) * 2 * Math.PI
    return [lon + east * Math.cos(turn), lat + north * Math.sin(turn)]
  })
}

export interface RadiusLayer {
  /** Where something may be; null for nothing. */
  show(doubt: { point: Point; meters: number } | null): void
  remove(): void
}

/** Puts the circle within which an approximate house stands on the map; `remove` takes it away. */
export function addRadiusLayer(map: Map): RadiusLayer {
  map.addSource(id, { type: 'geojson', data: { type: 'FeatureCollection', features: [] } })
  map.addLayer({ id: `${id}-area`, type: 'fill', source: id, paint: { 'fill-color': '#d08700', 'fill-opacity': 0.14 } })
  map.addLayer({ id: `${id}-edge`, type: 'line', source: id, paint: { 'line-color': '#d08700', 'line-width': 2, 'line-dasharray': [3, 2] } })
  return {
    show(doubt) {
      const features = doubt ? [{ type: 'Feature' as const, properties: {}, geometry: { type: 'Polygon' as const, coordinates: [circle(doubt.point, doubt.meters)] } }] : []
      map.getSource<GeoJSONSource>(id)?.setData({ type: 'FeatureCollection', features })
    },
    remove() {
      for (const layer of [`${id}-area`, `${id}-edge`]) if (map.getLayer(layer)) map.removeLayer(layer)
      if (map.getSource(id)) map.removeSource(id)
    },
  }
}
