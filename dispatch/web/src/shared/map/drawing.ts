// How the map draws: the same hand for the city's own tiles and for a mounted basemap of either schema.

import type { ExpressionSpecification, FilterSpecification, LayerSpecification } from 'maplibre-gl'
import type { DistrictName } from '../wire'
import type { Palette } from './palette'
import type { Part, Sheet, StreetClass } from './sheets'

type Layers = LayerSpecification[]

/** All of a map over its ground, bottom first. Houses' numbers, guessed places and districts are always the city's own. */
export function drawnFrom(sheet: Sheet, color: Palette): Layers {
  return [...land(sheet, color), ...streets(sheet, color), ...houses(sheet, color), ...districts(color), ...names(sheet, color)]
}

/** All over a basemap of pictures. It is drawn for daylight: in the dark it is turned down. */
export function pictured(dark: boolean, color: Palette): Layers {
  const turnedDown = { 'raster-brightness-max': 0.55, 'raster-saturation': -0.45, 'raster-contrast': -0.1 }
  return [{ id: 'basemap', type: 'raster', source: 'basemap', paint: dark ? turnedDown : {} }, houseDots(color, 15), ...districts(color), houseNumbers(color)] as Layers
}

/** Where a layer finds its features: a part, or those of it that a further filter takes. */
function from({ source, layer, filter }: Part, only?: FilterSpecification) {
  const taken = filter && only ? ['all', filter, only] : (filter ?? only)
  return { source, 'source-layer': layer, ...(taken && { filter: taken }) }
}

const own = (layer: string, only?: FilterSpecification) => from({ source: 'city', layer }, only)
const areas: FilterSpecification = ['==', ['geometry-type'], 'Polygon']

const land = (sheet: Sheet, color: Palette) => [
  ...sheet.green.map((part, index) => ({ id: `green-${index}`, type: 'fill', ...from(part, areas), paint: { 'fill-color': color.green } })),
  { id: 'water', type: 'fill', ...from(sheet.water, areas), paint: { 'fill-color': color.water } },
  { id: 'boundary', type: 'line', ...own('boundary'), paint: { 'line-color': color.boundary, 'line-width': 1.5, 'line-dasharray': [4, 3] } },
] as Layers

/** Pixels of a street's width by its class, at the zooms between which it grows. */
const widths: Record<StreetClass, [at10: number, at13: number, at16: number, at19: number]> = {
  highway: [2, 5, 13, 42],
  avenue: [1.6, 4.5, 13, 42],
  main: [1, 3, 10, 36],
  minor: [0.5, 1.6, 7, 28],
  lane: [0.3, 0.9, 4, 16],
}

/** The width of streets of every class, with `edge` pixels on both sides. */
function wide(sheet: Sheet, edge: number) {
  const pixels = (stop: number) => ['match', sheet.streetClass, ...Object.entries(widths).flatMap(([name, at]) => [name, at[stop]! + 2 * edge]), widths.minor[stop]! + 2 * edge]
  return ['interpolate', ['exponential', 1.6], ['zoom'], 10, pixels(0), 13, pixels(1), 16, pixels(2), 19, pixels(3)]
}

/** The weightier lie above the others, bridges above all. */
const weight = (sheet: Sheet) =>
  ['+', ['match', sheet.streetClass, 'highway', 5, 'avenue', 4, 'main', 3, 'minor', 2, 1], ['case', sheet.bridge, 5, 0]] as ExpressionSpecification

function streets(sheet: Sheet, color: Palette): Layers {
  const round = { 'line-cap': 'round', 'line-join': 'round', 'line-sort-key': weight(sheet) }
  return [
    { id: 'rails', type: 'line', ...from(sheet.rails), minzoom: 10, paint: { 'line-color': color.rails, 'line-width': ['interpolate', ['linear'], ['zoom'], 10, 1, 16, 3] } },
    { id: 'sleepers', type: 'line', ...from(sheet.rails), minzoom: 13, paint: { 'line-color': color.rails, 'line-width': ['interpolate', ['linear'], ['zoom'], 13, 4, 16, 8], 'line-dasharray': [0.15, 1.6] } },
    { id: 'street-edge', type: 'line', ...from(sheet.streets), minzoom: 11, layout: round, paint: { 'line-color': color.streetEdge, 'line-width': wide(sheet, 0.7) } },
    { id: 'street', type: 'line', ...from(sheet.streets), layout: round, paint: { 'line-color': ['match', sheet.streetClass, 'highway', color.highway, 'avenue', color.avenue, color.street], 'line-width': wide(sheet, 0) } },
  ] as Layers
}

/** A house of the city's own without an outline; one whose place is only guessed is hollow. */
const houseDots = (color: Palette, minzoom: number) => ({ id: 'house-dot', type: 'circle', ...own('houses', ['!', ['get', 'outlined']]), minzoom, paint: {
    'circle-color': ['case', ['get', 'guessed'], 'transparent', color.house], 'circle-stroke-color': color.houseEdge, 'circle-stroke-width': 1,
    'circle-radius': ['interpolate', ['linear'], ['zoom'], 10, 1.3, 13, 2, 14, 3, 16, 8, 18, 12],
  } })

/** A house with an outline is drawn by it, another by a dot. */
const houses = (sheet: Sheet, color: Palette) => [
  { id: 'house', type: 'fill', ...from(sheet.buildings), minzoom: 13, paint: { 'fill-color': color.house, 'fill-outline-color': color.houseEdge, 'fill-opacity': ['interpolate', ['linear'], ['zoom'], 13, 0.5, 14.5, 1] } },
  houseDots(color, 10),
] as Layers

/** Kinds of districts, the largest first, and the zooms between which their names stand. */
export const districtKinds: Record<DistrictName['kind'], [from: number, to: number]> = { area: [9, 14.5], tos: [12, 17], balance: [14, 19] }

export function districts(color: Palette): Layers {
  return Object.entries(districtKinds).flatMap(([kind, [minzoom, maxzoom]]) => {
    const ink = color[kind as DistrictName['kind']]
    const ofKind = (type: string) => own('districts', ['all', ['==', ['geometry-type'], type], ['==', ['get', 'kind'], kind]])
    return [
      { id: `district-${kind}`, type: 'line', ...ofKind('LineString'), minzoom, paint: { 'line-color': ink, 'line-width': ['interpolate', ['linear'], ['zoom'], 10, 1, 15, 2], 'line-opacity': 0.7, 'line-dasharray': [6, 2, 1.5, 2] } },
      { id: `district-${kind}-name`, type: 'symbol', ...ofKind('Point'), minzoom, maxzoom, layout: { 'text-field': ['get', 'name'], 'text-font': ['PT Sans Bold'], 'text-size': kind === 'area' ? 14 : 12, 'text-letter-spacing': 0.06, 'text-max-width': 8 }, paint: { 'text-color': ink, 'text-halo-color': color.halo, 'text-halo-width': 1.6 } },
    ]
  }) as Layers
}

/** The numbers of the city's own houses. */
const houseNumbers = (color: Palette) => ({ id: 'house-number', type: 'symbol', ...own('houses'), minzoom: 15.5, layout: { 'text-field': ['get', 'number'], 'text-font': ['PT Sans'], 'text-size': ['interpolate', ['linear'], ['zoom'], 15.5, 10.5, 17, 13, 19, 16], 'text-padding': 1 }, paint: { 'text-color': color.houseInk, 'text-halo-color': color.halo, 'text-halo-width': 1.2 } })

/** Names that find no room are left out: numbers first, weighty streets last. */
function names(sheet: Sheet, color: Palette): Layers {
  const paint = { 'text-color': color.ink, 'text-halo-color': color.halo, 'text-halo-width': 1.4 }
  const text = (size: unknown) => ({ 'text-field': sheet.name, 'text-font': ['PT Sans'], 'text-size': size })
  return [
    houseNumbers(color),
    { id: 'street-name', type: 'symbol', ...from(sheet.streetNames), minzoom: 11.5,
      layout: { ...text(['interpolate', ['linear'], ['zoom'], 12, 11, 17, 14]), 'symbol-placement': 'line', 'symbol-sort-key': ['-', 0, weight(sheet)], 'symbol-spacing': 320, 'text-max-angle': 38 }, paint },
    { id: 'street-place', type: 'symbol', ...own('streets', ['==', ['geometry-type'], 'Point']), minzoom: 12, layout: { ...text(['interpolate', ['linear'], ['zoom'], 12, 10, 17, 14]), 'text-field': ['get', 'name'], 'text-padding': 6 }, paint },
    { id: 'water-name', type: 'symbol', ...from(sheet.waterNames), layout: { ...text(13), 'text-letter-spacing': 0.08 }, paint: { ...paint, 'text-color': color.waterInk } },
    ...(sheet.places ? [{ id: 'place-name', type: 'symbol', ...from(sheet.places), maxzoom: 15, layout: { ...text(13), 'text-letter-spacing': 0.06 }, paint }] : []),
  ] as Layers
}
