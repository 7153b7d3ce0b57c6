// What a crew does, as its tablet keeps it until the server has heard of it.

import type { Kept, Order } from '../../shared/outbox/kept'
import type { CrewRow, OrderCard, OrderState } from '../../shared/wire'

export interface StepAction {
  kind: 'step'
  order_id: number
  to: OrderState
  reason: string
  /** Of a ready reason; an action kept by an older screen has none. */
  reason_code?: string
  note: string
}

export interface PhotoAction {
  kind: 'photo'
  order_id: number
  photo: Blob
}

export interface ShiftAction {
  kind: 'shift'
  crew_id: number
  on: boolean
}

export type Action = StepAction | PhotoAction | ShiftAction

export type Entry = Kept<Action>

/** What came back for an entry that the server took. */
export interface Landed {
  order?: OrderCard
  photo_id?: number
  crew?: CrewRow
}

/** Entries of one lane go one after another; a refused one holds its lane. Photos never hold up steps. */
function lane({ action }: Entry): string {
  if (action.kind === 'shift') return 'shift'
  return `${action.kind} ${action.order_id}`
}

/** Steps and shifts first, as they were made, then photos. */
function inSendingOrder(entries: Entry[]): Entry[] {
  const heavy = (entry: Entry) => (entry.action.kind === 'photo' ? 1 : 0)
  return [...entries].sort((a, b) => heavy(a) - heavy(b) || a.seq - b.seq)
}

/** What goes when an entry is given up: itself and the later steps of the same order. Photos stay. */
export function fallsWith(entry: Entry, all: Entry[]): Entry[] {
  if (entry.action.kind === 'photo') return [entry]
  return all.filter((one) => one.seq >= entry.seq && lane(one) === lane(entry))
}

export const orderOfWork: Order<Entry> = { lane, inSendingOrder, fallsWith }
