import type { ExpressionSpecification, FilterSpecification } from 'maplibre-gl'

/** Features of one layer of tiles, or some of them. */
export interface Part {
  source: 'city' | 'basemap'
  layer: string
  filter?: FilterSpecification
}

/** How heavy a street is drawn, as the server's own tiles say it. */
export type StreetClass = 'highway' | 'avenue' | 'main' | 'minor' | 'lane'

/** Where tiles of a schema keep what the map draws. Expressions are read on features of the part. */
export interface Sheet {
  green: Part[]
  water: Part
  waterNames: Part
  rails: Part
  streets: Part
  /** The StreetClass of a street. */
  streetClass: ExpressionSpecification
  bridge: ExpressionSpecification
  streetNames: Part
  buildings: Part
  /** Names of settlements and their parts; the city's own map has its districts for that. */
  places?: Part
  name: ExpressionSpecification
}

const russian: ExpressionSpecification = ['coalesce', ['get', 'name:ru'], ['get', 'name']]

const on = (layer: string, filter?: FilterSpecification): Part => ({ source: 'basemap', layer, filter })
const among = (key: string, values: string[]): FilterSpecification => ['in', ['get', key], ['literal', values]]

/** OpenStreetMap's own words for roads, which both schemas keep, as weights. */
const osmClass = (key: string): ExpressionSpecification => [
  'match', ['get', key],
  ['motorway', 'motorway_link', 'trunk', 'trunk_link'], 'highway',
  ['primary', 'primary_link'], 'avenue',
  ['secondary', 'secondary_link', 'tertiary', 'tertiary_link'], 'main',
  ['residential', 'unclassified', 'living_street', 'minor'], 'minor',
  'lane',
]

export const sheets: Record<'own' | 'protomaps' | 'openmaptiles', Sheet> = {
  own: {
    green: [{ source: 'city', layer: 'green' }],
    water: { source: 'city', layer: 'water' },
    waterNames: { source: 'city', layer: 'water', filter: ['has', 'name'] },
    rails: { source: 'city', layer: 'rails' },
    streets: { source: 'city', layer: 'streets', filter: ['==', ['geometry-type'], 'LineString'] },
    streetClass: ['get', 'class'],
    bridge: ['get', 'bridge'],
    streetNames: { source: 'city', layer: 'streets', filter: ['all', ['==', ['geometry-type'], 'LineString'], ['!=', ['get', 'name'], '']] },
    buildings: { source: 'city', layer: 'buildings' },
    name: ['get', 'name'],
  },
  // docs.protomaps.com/basemaps/layers, version 4
  protomaps: {
    green: [on('landuse', among('kind', ['park', 'forest', 'wood', 'grass', 'garden', 'cemetery', 'nature_reserve', 'recreation_ground', 'golf_course', 'village_green']))],
    water: on('water'),
    waterNames: on('water', ['has', 'name']),
    rails: on('roads', ['==', ['get', 'kind'], 'rail']),
    streets: on('roads', among('kind', ['highway', 'major_road', 'medium_road', 'minor_road', 'path', 'other'])),
    streetClass: osmClass('kind_detail'),
    bridge: ['has', 'is_bridge'],
    streetNames: on('roads', ['all', ['has', 'name'], ['!=', ['get', 'kind'], 'rail']]),
    buildings: on('buildings', ['!=', ['get', 'kind'], 'address']),
    places: on('places', among('kind', ['locality', 'neighbourhood', 'macrohood'])),
    name: russian,
  },
  // openmaptiles.org/schema, version 3
  openmaptiles: {
    green: [on('landcover', among('class', ['wood', 'grass'])), on('park')],
    water: on('water'),
    waterNames: on('water_name'),
    rails: on('transportation', among('class', ['rail', 'transit'])),
    streets: on('transportation', among('class', ['motorway', 'trunk', 'primary', 'secondary', 'tertiary', 'minor', 'service', 'track', 'path', 'busway', 'raceway'])),
    streetClass: osmClass('class'),
    bridge: ['==', ['get', 'brunnel'], 'bridge'],
    streetNames: on('transportation_name'),
    buildings: on('building'),
    places: on('place', among('class', ['city', 'town', 'village', 'hamlet', 'suburb', 'quarter', 'neighbourhood'])),
    name: russian,
  },
}
