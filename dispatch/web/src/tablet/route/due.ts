import type { CrewOrder, OrderRoute, Point } from '../../shared/wire'
import { metersBetween } from '../place/distance'

/** Whether the crew has still to get to the house. */
export function heads({ state }: Pick<CrewOrder, 'state'>): boolean {
  return state === 'sent' || state === 'delivered' || state === 'accepted' || state === 'en_route' || state === 'suspended'
}

const movedMeters = 150
const everyMs = 20_000

/**
 * Whether the way is to be asked for anew: none is known, the tablet has gone on from where it begins, or the house was put
 * elsewhere. Not more often than every 20 seconds.
 */
export function isDue(route: OrderRoute | undefined, own: Point | null, house: Point | null, askedAt: number, now: number): boolean {
  if (now - askedAt < everyMs) return false
  if (!route || route.from === null || String(route.to) !== String(house)) return true
  return own !== null && metersBetween(own, route.from) > movedMeters
}
