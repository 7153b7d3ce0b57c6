import type { GeoJSONSource, Map, MapLayerMouseEvent } from 'maplibre-gl'
import type { Named } from '../desk/workplace.svelte'

const source = 'named'
const layers = ['named-chosen', 'named-dot']

export interface NamedLayer {
  show(houses: Named[], chosen: number | null): void
  remove(): void
}

/** Puts the houses of a comment on the map; `remove` takes away all that this added. */
export function addNamedLayer(map: Map, onchoose: (id: number) => void): NamedLayer {
  map.addSource(source, { type: 'geojson', data: { type: 'FeatureCollection', features: [] } })
  map.addLayer({
    id: 'named-chosen', type: 'circle', source, filter: ['get', 'chosen'],
    paint: { 'circle-radius': 18, 'circle-color': '#ff9d2e', 'circle-opacity': 0.3, 'circle-stroke-color': '#ff9d2e', 'circle-stroke-width': 3 },
  })
  map.addLayer({
    id: 'named-dot', type: 'circle', source,
    paint: {
      'circle-radius': ['interpolate', ['linear'], ['zoom'], 10, 4, 16, 9],
      'circle-color': ['match', ['get', 'kind'], 'site', '#b3261e', 'unsure', '#f5c451', '#12a074'],
      'circle-stroke-color': ['match', ['get', 'kind'], 'unsure', '#16202a', '#ffffff'],
      'circle-stroke-width': 2,
    },
  })
  const choose = (event: MapLayerMouseEvent) => onchoose(event.features?.[0]?.properties.id as number)
  map.on('click', 'named-dot', choose)
  return {
    show(houses, chosen) {
      map.getSource<GeoJSONSource>(source)?.setData({
        type: 'FeatureCollection',
        features: houses.map(({ id, point, kind }) => ({ type: 'Feature', geometry: { type: 'Point', coordinates: point }, properties: { id, kind, chosen: id === chosen } })),
      })
    },
    remove() {
      map.off('click', 'named-dot', choose)
      for (const layer of layers) if (map.getLayer(layer)) map.removeLayer(layer)
      if (map.getSource(source)) map.removeSource(source)
    },
  }
}
