import { tongue } from '../../shared/i18n.svelte'
import type { Point } from '../../shared/wire'

const earthRadiusMeters = 6_371_008.8

/** Great-circle distance in metres (haversine, mean radius of IUGG). */
export function metersBetween([lonA, latA]: Point, [lonB, latB]: Point): number {
  const rad = Math.PI / 180
  const half = (delta: number) => Math.sin((delta * rad) / 2) ** 2
  const a = half(latB - latA) + Math.cos(latA * rad) * Math.cos(latB * rad) * half(lonB - lonA)
  return 2 * earthRadiusMeters * Math.asin(Math.min(1, Math.sqrt(a)))
}

/** "120 м", "3,4 км". */
export function distanceText(meters: number): string {
  const ru = tongue.language === 'ru'
  if (meters < 995) return `${Math.max(10, Math.round(meters / 10) * 10)} ${ru ? 'м' : 'm'}`
  const kilometers = (meters / 1000).toFixed(1)
  return ru ? `${kilometers.replace('.', ',')} км` : `${kilometers} km`
}
