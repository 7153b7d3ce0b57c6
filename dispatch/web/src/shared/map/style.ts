import type { LayerSpecification, SourceSpecification, StyleSpecification } from 'maplibre-gl'
import type { City } from '../wire'
import { drawnFrom, pictured } from './drawing'
import { fontFaces } from './fonts'
import { palette } from './palette'
import { sheets } from './sheets'

const ofCity = (city: Pick<City, 'id'>) => `${location.origin}/api/v1/cities/${encodeURIComponent(city.id)}`

/** Where the tiles of a city are; a screen that keeps them puts its own protocol (maplibre's addProtocol) before it. */
export function tilesUrl(city: Pick<City, 'id'>, protocol = ''): string {
  return `${protocol && `${protocol}://`}${ofCity(city)}/tiles/{z}/{x}/{y}.mvt`
}

export interface Looks {
  dark: boolean
  /** Draw the basemap that the city has mounted, where it has one, and not the city's own streets and water. */
  mounted: boolean
  /** Loads the city's own tiles: a name given to maplibre's addProtocol. */
  protocol?: string
}

/** The map of a city. No screen asks another host for it: tiles of a mounted address are fetched by the server. */
export function cityStyle(city: City, { dark, mounted, protocol }: Looks): StyleSpecification {
  const color = palette(dark)
  const basemap = mounted ? city.basemap : null
  const sources: Record<string, SourceSpecification> = {
    city: { type: 'vector', tiles: [tilesUrl(city, protocol)], minzoom: 8, maxzoom: 16, attribution: asText(city.map_credit) },
  }
  const layers: LayerSpecification[] = [{ id: 'ground', type: 'background', paint: { 'background-color': color.ground } }]
  if (basemap) {
    const place = basemap.kind === 'archive' ? { url: `pmtiles://${ofCity(city)}/basemap.pmtiles?v=${basemap.version}` } : { tiles: [`${ofCity(city)}/basemap/{z}/{x}/{y}?v=${basemap.version}`], minzoom: basemap.min_zoom, maxzoom: basemap.max_zoom }
    sources.basemap = { ...place, type: basemap.format === 'raster' ? 'raster' : 'vector', attribution: asText(basemap.credit), ...(basemap.format === 'raster' && { tileSize: 256 }) } as SourceSpecification
  }
  if (basemap?.format === 'raster') layers.push(...pictured(dark, color))
  else layers.push(...drawnFrom(sheets[basemap?.format ?? 'own'], color))
  return { version: 8, 'font-faces': fontFaces, sources, layers } as StyleSpecification
}

/** A credit is text; maplibre takes it for HTML. */
function asText(credit: string): string {
  return credit.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`)
}
