import { worstClock } from '../../shared/clocks'
import { isOpenOrder } from '../../shared/states'
import type { ShownOrder } from '../steps/pending'

export type Group = 'fresh' | 'at_work' | 'suspended' | 'done'

export function groupOf({ state }: ShownOrder): Group {
  if (state === 'sent' || state === 'delivered') return 'fresh'
  if (state === 'suspended') return 'suspended'
  return isOpenOrder(state) ? 'at_work' : 'done'
}

/** Orders by what they ask of the crew; within a group the graver first, then the one whose term ends first. */
export function grouped(orders: ShownOrder[]): { group: Group; orders: ShownOrder[] }[] {
  const sorted = [...orders].sort((a, b) => a.severity - b.severity || due(a).localeCompare(due(b)) || a.id - b.id)
  const groups: Group[] = ['at_work', 'fresh', 'suspended', 'done']
  return groups
    .map((group) => ({ group, orders: sorted.filter((order) => groupOf(order) === group) }))
    .filter(({ orders }) => orders.length > 0)
}

function due(order: ShownOrder): string {
  return worstClock(order.clocks)?.due_at ?? '9999'
}
