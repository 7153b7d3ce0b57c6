import type { CrewOrder } from '../../shared/wire'
import type { Entry } from '../outbox/entry'
import { stepsFrom } from './machine'

/** An order as the crew sees it: the server's word with the crew's own unsent steps on top. */
export interface ShownOrder extends CrewOrder {
  /** Steps and photos that the server has not confirmed. */
  waiting: Entry[]
  /** The action that the server refused and the crew has to decide on. */
  refused: Entry | undefined
}

/** Lays the unsent actions over an order. A refused step lies on nothing: the server's state stands. */
export function withPending(order: CrewOrder, entries: Entry[]): ShownOrder {
  const own = entries.filter(({ action }) => action.kind !== 'shift' && action.order_id === order.id)
  const refused = own.find((entry) => entry.refused)
  let shown: CrewOrder = order
  for (const entry of own) {
    if (entry.action.kind !== 'step') continue
    if (entry.refused) break
    shown = stepped(shown, entry)
  }
  return { ...shown, waiting: own, refused }
}

function stepped(order: CrewOrder, { action, device_at }: Entry): CrewOrder {
  if (action.kind !== 'step') return order
  const times = { ...order.times, [action.to]: order.times[action.to] ?? device_at }
  if (action.to === 'en_route') times.accepted ??= device_at
  return {
    ...order,
    state: action.to,
    since: device_at,
    times,
    reason: action.reason,
    note: action.note || order.note,
    may: stepsFrom(action.to),
  }
}

/** True when the server refused a step only because the order is there already (told by voice, or twice). */
export function alreadySo(entry: Entry, order: CrewOrder | undefined): boolean {
  const { action, refused } = entry
  return refused?.code === 'transition_not_allowed' && action.kind === 'step' && order?.state === action.to
}
