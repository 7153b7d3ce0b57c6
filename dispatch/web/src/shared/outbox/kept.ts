// What was done at a screen and the server has yet to hear. It is on the device before anything is sent.

import type { Problem } from '../problem'
import type { Time } from '../wire'

/** Why the server would not take it; whoever did it decides what becomes of it. */
export interface Refusal {
  status: number
  code: string
  text: string
  /** What is wrong with which field, where the server says so. */
  fields?: Problem['fields']
}

export interface Kept<A> {
  /** Place in the queue; given by the device. */
  seq: number
  /** The idempotency key: the same over all tries. */
  key: string
  /** The device's own time of the action. */
  device_at: Time
  /** What it is about, for a person: "26-1234 · Мира 10". */
  label: string
  action: A
  refused?: Refusal
}

/** Where a queue lies on the device. Each call is one transaction. */
export interface Keeping<E extends Kept<unknown>, Landed> {
  outbox(): Promise<E[]>
  addToOutbox(entry: Omit<E, 'seq'>): Promise<E>
  /** The server has it: the entry goes, and what came back stays, at once. */
  land(entry: E, landed: Landed): Promise<void>
  /** Marks an entry as refused, or with undefined as to be tried again. */
  markRefused(seq: number, refused: Refusal | undefined): Promise<void>
  drop(seqs: number[]): Promise<void>
}

/** What of a queue stands on what. */
export interface Order<E extends Kept<unknown>> {
  inSendingOrder(entries: E[]): E[]
  /** Entries of one lane go one after another; one that is refused holds its lane. */
  lane(entry: E): string
  /** What goes when an entry is given up: itself, and what is worth nothing without it. */
  fallsWith(entry: E, all: E[]): E[]
}
