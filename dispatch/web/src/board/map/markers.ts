// Pictures of requests on the map: the shape and number say severity, the sign says the system, the rim says how late the
// nearest legal term is. Drawn once per kind, as SVG, when the map first needs it.

import type { Map } from 'maplibre-gl'
import type { ClockMood } from '../../shared/clocks'
import { icons, type IconName } from '../../shared/parts/icons'
import type { Severity } from '../../shared/wire'

export type Mood = Extract<ClockMood, 'running' | 'near' | 'overdue'> | 'none'

const fills: Record<Severity, string> = { 1: '#b3261e', 2: '#b35a00', 3: '#0b6a9c', 4: '#5b6a78' }
const shapes: Record<Severity, string> = {
  1: '<path d="M15 3h18l12 12v18L33 45H15L3 33V15z"/>',
  2: '<path d="M24 2 46 42a3 3 0 0 1-2.6 4H4.600a3 3 0 0 1-2.600-4z"/>',
  3: '<rect x="5" y="5" width="38" height="38" rx="4"/>',
  4: '<circle cx="24" cy="24" r="19"/>',
}
const rims: Record<Mood, string> = {
  none: 'stroke="#ffffff" stroke-width="2"',
  running: 'stroke="#ffffff" stroke-width="2"',
  near: 'stroke="#ffd34d" stroke-width="4"',
  overdue: 'stroke="#ff2d1a" stroke-width="5" paint-order="stroke"',
}

export function markerName(severity: Severity, sign: IconName, mood: Mood): string {
  return `request ${severity} ${sign} ${mood}`
}

/** Draws the marker of that name into the map, unless it is there. */
export async function ensureMarker(map: Map, name: string): Promise<void> {
  if (map.hasImage(name)) return
  const [, severity, sign, mood] = name.split(' ') as [string, string, IconName, Mood]
  const picture = await draw(markerSvg(Number(severity) as Severity, sign, mood))
  if (!map.hasImage(name)) map.addImage(name, picture, { pixelRatio: 2 })
}

function markerSvg(severity: Severity, sign: IconName, mood: Mood): string {
  const inner = icons[sign].replace(/^[\s\S]*?<svg[^>]*>|<\/svg>\s*$/g, '')
  const lift = severity === 2 ? 30 : 24
  const size = severity === 2 ? 20 : 24
  const late = mood === 'overdue' ? '<circle cx="46" cy="8" r="8" fill="#ff2d1a" stroke="#fff" stroke-width="2"/><path d="M46 3.500v5.500" stroke="#fff" stroke-width="2.600"/><circle cx="46" cy="11.800" r="1.500" fill="#fff"/>' : ''
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" width="64" height="64" viewBox="-4 -4 60 60">` +
    `<g fill="${fills[severity]}" ${rims[mood]} stroke-linejoin="round">${shapes[severity]}</g>` +
    `<svg x="${24 - size / 2}" y="${lift - size / 2}" width="${size}" height="${size}" viewBox="0 0 24 24" fill="none" stroke="#fff" stroke-width="2.300" stroke-linecap="round" stroke-linejoin="round">${inner}</svg>` +
    `${late}</svg>`
  )
}

async function draw(svg: string): Promise<ImageData> {
  const image = new Image(64, 64)
  image.src = `data:image/svg+xml,${encodeURIComponent(svg)}`
  await image.decode()
  const canvas = new OffscreenCanvas(64, 64)
  const pen = canvas.getContext('2d')!
  pen.drawImage(image, 0, 0, 64, 64)
  return pen.getImageData(0, 0, 64, 64)
}
