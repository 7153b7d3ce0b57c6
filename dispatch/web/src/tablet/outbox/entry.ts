// What a crew did and the server has yet to hear. It is on the device before anything is sent.

import type { CrewRow, OrderCard, OrderState, Time } from '../../shared/wire'

export interface StepAction {
  kind: 'step'
  order_id: number
  to: OrderState
  reason: string
  note: string
}

export interface PhotoAction {
  kind: 'photo'
  order_id: number
  photo: Blob
  note: string
}

export interface ShiftAction {
  kind: 'shift'
  crew_id: number
  on: boolean
}

export type Action = StepAction | PhotoAction | ShiftAction

/** Why the server would not take it; the crew decides what becomes of it. */
export interface Refusal {
  status: number
  code: string
  text: string
}

export interface Entry {
  /** Place in the queue; given by the device. */
  seq: number
  /** The idempotency key: the same over all tries. */
  key: string
  /** The tablet's own time of the tap. */
  device_at: Time
  /** What it is about, for a person: "26-1234 · Мира 10". */
  label: string
  action: Action
  refused?: Refusal
}

/** What came back for an entry that the server took. */
export interface Landed {
  order?: OrderCard
  photo_id?: number
  crew?: CrewRow
}

/** Entries of one lane go one after another; a refused one holds its lane. Photos never hold up steps. */
export function lane({ action }: Entry): string {
  if (action.kind === 'shift') return 'shift'
  return `${action.kind} ${action.order_id}`
}

/** Steps and shifts first, as they were made, then photos. */
export function inSendingOrder(entries: Entry[]): Entry[] {
  const heavy = (entry: Entry) => (entry.action.kind === 'photo' ? 1 : 0)
  return [...entries].sort((a, b) => heavy(a) - heavy(b) || a.seq - b.seq)
}
