import type { StyleSpecification } from 'maplibre-gl'
import type { City } from '../wire'
import { fontFaces } from './fonts'

interface Palette {
  ground: string
  boundary: string
  water: string
  waterInk: string
  street: string
  streetEdge: string
  house: string
  houseEdge: string
  ink: string
  halo: string
}

// The same colours as --map-* of tokens.css: the map cannot read CSS variables.
const light: Palette = {
  ground: '#f2efe9', boundary: '#b9a98f', water: '#b5d3e7', waterInk: '#3d6480', street: '#ffffff', streetEdge: '#c4bcae',
  house: '#d9d0c3', houseEdge: '#aba091', ink: '#3a3f45', halo: '#ffffff',
}
const dark: Palette = {
  ground: '#12181f', boundary: '#4a5866', water: '#173247', waterInk: '#7ba7c4', street: '#37454f', streetEdge: '#1a222a',
  house: '#232e39', houseEdge: '#3a4955', ink: '#a9b6c2', halo: '#0d1218',
}

/** Where the tiles of a city are; a screen that keeps them puts its own protocol (maplibre's addProtocol) before it. */
export function tilesUrl(city: Pick<City, 'id'>, protocol = ''): string {
  return `${protocol && `${protocol}://`}${location.origin}/api/v1/cities/${encodeURIComponent(city.id)}/tiles/{z}/{x}/{y}.mvt`
}

/** The base map of a city, drawn from this server's vector tiles only. */
export function cityStyle(city: City, darkTheme: boolean, protocol = ''): StyleSpecification {
  const color = darkTheme ? dark : light
  const main = ['match', ['get', 'class'], ['main', 'primary', 'trunk', 'bridge', 'avenue'], true, false]
  const width = (thin: number, thick: number) => [
    'interpolate', ['exponential', 1.5], ['zoom'],
    11, ['case', main, thin * 1.6, thin * 0.5], 14, ['case', main, thin * 5, thin * 2.5],
    18, ['case', main, thick * 1.5, thick],
  ]
  return {
    version: 8,
    'font-faces': fontFaces,
    sources: {
      city: {
        type: 'vector',
        tiles: [tilesUrl(city, protocol)],
        minzoom: 8,
        maxzoom: 16,
      },
    },
    layers: [
      { id: 'ground', type: 'background', paint: { 'background-color': color.ground } },
      { id: 'water', type: 'fill', source: 'city', 'source-layer': 'water', filter: ['==', ['geometry-type'], 'Polygon'], paint: { 'fill-color': color.water } },
      { id: 'water-line', type: 'line', source: 'city', 'source-layer': 'water', filter: ['==', ['geometry-type'], 'LineString'], paint: { 'line-color': color.water, 'line-width': 2 } },
      { id: 'boundary', type: 'line', source: 'city', 'source-layer': 'boundary', paint: { 'line-color': color.boundary, 'line-width': 1.5, 'line-dasharray': [4, 3] } },
      { id: 'street-edge', type: 'line', source: 'city', 'source-layer': 'streets', minzoom: 11, layout: { 'line-cap': 'round', 'line-join': 'round' }, paint: { 'line-color': color.streetEdge, 'line-width': width(1.6, 18) } },
      { id: 'street', type: 'line', source: 'city', 'source-layer': 'streets', layout: { 'line-cap': 'round', 'line-join': 'round' }, paint: { 'line-color': color.street, 'line-width': width(1.2, 15) } },
      { id: 'house-dot', type: 'circle', source: 'city', 'source-layer': 'houses', minzoom: 12, filter: ['==', ['geometry-type'], 'Point'], paint: { 'circle-color': color.house, 'circle-stroke-color': color.houseEdge, 'circle-stroke-width': 1, 'circle-radius': ['interpolate', ['linear'], ['zoom'], 12, 1.2, 14, 3, 16, 9, 18, 14] } },
      { id: 'house', type: 'fill', source: 'city', 'source-layer': 'houses', minzoom: 12, filter: ['==', ['geometry-type'], 'Polygon'], paint: { 'fill-color': color.house, 'fill-outline-color': color.houseEdge } },
      { id: 'street-name', type: 'symbol', source: 'city', 'source-layer': 'streets', minzoom: 12.5, layout: { 'symbol-placement': 'line', 'text-field': ['get', 'name'], 'text-font': ['PT Sans'], 'text-size': ['interpolate', ['linear'], ['zoom'], 13, 11, 17, 14], 'symbol-spacing': 320 }, paint: { 'text-color': color.ink, 'text-halo-color': color.halo, 'text-halo-width': 1.4 } },
      { id: 'house-number', type: 'symbol', source: 'city', 'source-layer': 'houses', minzoom: 15.5, layout: { 'text-field': ['get', 'number'], 'text-font': ['PT Sans'], 'text-size': 11 }, paint: { 'text-color': color.ink, 'text-halo-color': color.halo, 'text-halo-width': 1 } },
      { id: 'water-name', type: 'symbol', source: 'city', 'source-layer': 'water', filter: ['has', 'name'], layout: { 'text-field': ['get', 'name'], 'text-font': ['PT Sans'], 'text-size': 13 }, paint: { 'text-color': color.waterInk, 'text-halo-color': color.halo, 'text-halo-width': 1 } },
    ],
  } as StyleSpecification
}
