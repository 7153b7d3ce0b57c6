import type { CrewOrder } from '../../shared/wire'

/**
 * Orders after a change: by id, the higher version wins (an equal one brings news of the request), and what is no
 * longer this crew's is taken out.
 */
export function merged(held: CrewOrder[], changed: CrewOrder[]): CrewOrder[] {
  const orders = new Map(held.map((order) => [order.id, order]))
  for (const order of changed) {
    const known = orders.get(order.id)
    if (known && known.version > order.version) continue
    if (order.gone) orders.delete(order.id)
    else orders.set(order.id, order)
  }
  return [...orders.values()]
}
