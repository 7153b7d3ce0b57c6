import type { LayerSpecification, StyleSpecification } from 'maplibre-gl'
import type { City, DistrictName } from '../wire'
import { fontFaces } from './fonts'
import { type Palette, palette } from './palette'

/** Where the tiles of a city are; a screen that keeps them puts its own protocol (maplibre's addProtocol) before it. */
export function tilesUrl(city: Pick<City, 'id'>, protocol = ''): string {
  return `${protocol && `${protocol}://`}${location.origin}/api/v1/cities/${encodeURIComponent(city.id)}/tiles/{z}/{x}/{y}.mvt`
}

/** The base map of a city, drawn from this server's vector tiles only. */
export function cityStyle(city: City, darkTheme: boolean, protocol = ''): StyleSpecification {
  const color = palette(darkTheme)
  return {
    version: 8,
    'font-faces': fontFaces,
    sources: { city: { type: 'vector', tiles: [tilesUrl(city, protocol)], minzoom: 8, maxzoom: 16 } },
    layers: [
      { id: 'ground', type: 'background', paint: { 'background-color': color.ground } },
      ...land(color),
      ...streets(color),
      ...houses(color),
      ...districts(color),
      ...names(color),
    ],
  } as StyleSpecification
}

type Layers = LayerSpecification[]

/** A layer of the city's own tiles. */
const own = (layer: string) => ({ source: 'city', 'source-layer': layer }) as const

const land = (color: Palette) => [
  { id: 'green', type: 'fill', ...own('green'), paint: { 'fill-color': color.green } },
  { id: 'water', type: 'fill', ...own('water'), paint: { 'fill-color': color.water } },
  { id: 'boundary', type: 'line', ...own('boundary'), paint: { 'line-color': color.boundary, 'line-width': 1.5, 'line-dasharray': [4, 3] } },
] as Layers

/** Pixels of a street's width by its class, at the zooms between which it grows. */
const widths: Record<string, [at10: number, at13: number, at16: number, at19: number]> = {
  highway: [2, 5, 13, 42],
  avenue: [1.6, 4.5, 13, 42],
  main: [1, 3, 10, 36],
  minor: [0.5, 1.6, 7, 28],
  lane: [0.3, 0.9, 4, 16],
}

/** The width of streets of every class, with `edge` pixels on both sides. */
function wide(edge: number) {
  const at = (stop: 0 | 1 | 2 | 3) => ['match', ['get', 'class'], ...Object.entries(widths).flatMap(([name, pixels]) => [name, pixels[stop] + 2 * edge]), widths.minor[stop] + 2 * edge]
  return ['interpolate', ['exponential', 1.6], ['zoom'], 10, at(0), 13, at(1), 16, at(2), 19, at(3)]
}

/** The weightier lie above the others, bridges above all. */
const weight = ['+', ['match', ['get', 'class'], 'highway', 5, 'avenue', 4, 'main', 3, 'minor', 2, 1], ['case', ['get', 'bridge'], 5, 0]]

function streets(color: Palette): Layers {
  const round = { 'line-cap': 'round', 'line-join': 'round', 'line-sort-key': weight }
  return [
    { id: 'rails', type: 'line', ...own('rails'), minzoom: 10, paint: { 'line-color': color.rails, 'line-width': ['interpolate', ['linear'], ['zoom'], 10, 1, 16, 3] } },
    { id: 'sleepers', type: 'line', ...own('rails'), minzoom: 13, paint: { 'line-color': color.rails, 'line-width': ['interpolate', ['linear'], ['zoom'], 13, 4, 16, 8], 'line-dasharray': [0.15, 1.6] } },
    { id: 'street-edge', type: 'line', ...own('streets'), minzoom: 11, layout: round, paint: { 'line-color': color.streetEdge, 'line-width': wide(0.7) } },
    { id: 'street', type: 'line', ...own('streets'), layout: round, paint: { 'line-color': ['match', ['get', 'class'], 'highway', color.highway, 'avenue', color.avenue, color.street], 'line-width': wide(0) } },
  ] as Layers
}

/** A house with an outline is drawn by it, another by a dot; a place that is only guessed is hollow. */
const houses = (color: Palette) => [
  { id: 'house', type: 'fill', ...own('buildings'), minzoom: 13, paint: { 'fill-color': color.house, 'fill-outline-color': color.houseEdge, 'fill-opacity': ['interpolate', ['linear'], ['zoom'], 13, 0.5, 14.5, 1] } },
  { id: 'house-dot', type: 'circle', ...own('houses'), minzoom: 14, filter: ['!', ['get', 'outlined']], paint: {
    'circle-color': ['case', ['get', 'guessed'], 'transparent', color.house], 'circle-stroke-color': color.houseEdge, 'circle-stroke-width': 1,
    'circle-radius': ['interpolate', ['linear'], ['zoom'], 14, 2, 16, 8, 18, 12],
  } },
] as Layers

/** Kinds of districts, the largest first, and the zoom from which each is drawn. */
export const districtKinds: Record<DistrictName['kind'], number> = { area: 9, tos: 12, balance: 14 }

function districts(color: Palette): Layers {
  return Object.entries(districtKinds).flatMap(([kind, minzoom]) => [
    { id: `district-${kind}`, type: 'line', ...own('districts'), minzoom, filter: ['all', ['==', ['geometry-type'], 'LineString'], ['==', ['get', 'kind'], kind]], paint: { 'line-color': color[kind as DistrictName['kind']], 'line-width': ['interpolate', ['linear'], ['zoom'], 10, 1, 15, 2], 'line-opacity': 0.7, 'line-dasharray': [6, 2, 1.5, 2] } },
    { id: `district-${kind}-name`, type: 'symbol', ...own('districts'), minzoom, maxzoom: kind === 'area' ? 14.5 : 17, filter: ['all', ['==', ['geometry-type'], 'Point'], ['==', ['get', 'kind'], kind]], layout: { 'text-field': ['get', 'name'], 'text-font': ['PT Sans Bold'], 'text-size': kind === 'area' ? 14 : 12, 'text-letter-spacing': 0.06, 'text-max-width': 8 }, paint: { 'text-color': color[kind as DistrictName['kind']], 'text-halo-color': color.halo, 'text-halo-width': 1.6 } },
  ]) as Layers
}

/** Names that find no room are left out: numbers first, streets of weight last. */
function names(color: Palette): Layers {
  const paint = { 'text-color': color.ink, 'text-halo-color': color.halo, 'text-halo-width': 1.4 }
  return [
    { id: 'house-number', type: 'symbol', ...own('houses'), minzoom: 15.5, layout: { 'text-field': ['get', 'number'], 'text-font': ['PT Sans'], 'text-size': ['interpolate', ['linear'], ['zoom'], 15.5, 10.5, 17, 13, 19, 16], 'text-padding': 1 }, paint: { ...paint, 'text-color': color.houseInk, 'text-halo-width': 1 } },
    { id: 'street-name', type: 'symbol', ...own('streets'), minzoom: 11.5, filter: ['!=', ['get', 'name'], ''],
      layout: { 'symbol-placement': 'line', 'symbol-sort-key': ['-', 0, weight], 'text-field': ['get', 'name'], 'text-font': ['PT Sans'], 'text-size': ['interpolate', ['linear'], ['zoom'], 12, 11, 17, 14], 'symbol-spacing': 320, 'text-max-angle': 38 }, paint },
    { id: 'water-name', type: 'symbol', ...own('water'), filter: ['has', 'name'], layout: { 'text-field': ['get', 'name'], 'text-font': ['PT Sans'], 'text-size': 13, 'text-letter-spacing': 0.08 }, paint: { ...paint, 'text-color': color.waterInk } },
  ] as Layers
}
