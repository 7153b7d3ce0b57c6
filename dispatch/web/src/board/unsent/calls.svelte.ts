// Taken calls on their way to the server: written down first, sent once under the key they were begun with, and, while the
// server is away, known by a temporary number.

import { get, newKey, Problem } from '../../shared/api'
import { cityTime } from '../../shared/cityTime.svelte'
import { Outbox } from '../../shared/outbox/outbox'
import type { Order } from '../../shared/outbox/kept'
import type { Me, RequestCard } from '../../shared/wire'
import type { TakenCall } from '../call/draft.svelte'
import { registerRequest } from '../verbs/registerRequest'
import { type Became, CallShelf, type KeptCall } from './callShelf'

/** How a call stands as soon as the operator can be told. */
export type Taken = { card: RequestCard } | { refused: Problem } | { waits: KeptCall }

/** Longer an operator with a caller on the line is not kept waiting for a number. */
const patienceMs = 3000

/** No call stands on another. */
const orderOfCalls: Order<KeptCall> = {
  inSendingOrder: (entries) => entries,
  lane: ({ seq }) => String(seq),
  fallsWith: (entry) => [entry],
}

export class Calls {
  /** Own calls that the server has not taken. */
  waiting = $state.raw<KeptCall[]>([])
  /** Calls that others took in this browser and the server has not taken. */
  others = $state.raw<KeptCall[]>([])
  became = $state.raw<Became[]>([])
  /** The key of the call that the form shows: what is wrong with it is told there. */
  inForm = $state('')
  #shelf: CallShelf
  #outbox: Outbox<KeptCall, RequestCard>
  #cards = new Map<number, RequestCard>()
  #windows: BroadcastChannel | undefined

  constructor(me: Me, onregistered: (card: RequestCard) => void, onsession: () => void) {
    const name = `dispatch05 ${me.city.id} calls`
    this.#shelf = new CallShelf(me.city.id, { login: me.login, name: me.name })
    this.#outbox = new Outbox({
      name,
      shelf: this.#shelf,
      order: orderOfCalls,
      deliver: async ({ action, key, seq }) => {
        const card = await registerRequest(action.report, key)
        this.#cards.set(seq, card)
        onregistered(card)
        return card
      },
      onchange: () => this.#changed(),
      onsession,
      newKey,
      now: () => cityTime.moment(),
    })
    if (!('BroadcastChannel' in globalThis)) return
    this.#windows = new BroadcastChannel(name)
    this.#windows.onmessage = () => void this.#read().catch(() => {})
  }

  /**
   * Takes a call: it is on the device before it is sent. Answers its card, what the server has against it, or after three
   * seconds that it waits. A device that keeps nothing sends it all the same.
   */
  async take(call: TakenCall, label: string, key: string): Promise<Taken> {
    let entry: KeptCall
    try {
      entry = await this.#outbox.add(call, label, key)
    } catch (error) {
      console.error('board: could not keep a call', (error as Error).name)
      return registerRequest(call.report, key).then((card) => ({ card }), (refused: Problem) => ({ refused }))
    }
    await Promise.race([this.#outbox.hurry(), new Promise((over) => setTimeout(over, patienceMs))])
    return this.outcome(entry)
  }

  /** How a kept call stands now. */
  async outcome(entry: KeptCall): Promise<Taken> {
    await this.#read()
    const now = this.waiting.find(({ seq }) => seq === entry.seq)
    if (now?.refused) return { refused: problemOf(now.refused) }
    const became = this.became.find(({ seq }) => seq === entry.seq)
    if (!became) {
      await this.#shelf.markTold(entry.seq)
      this.#changed()
      return { waits: entry }
    }
    return { card: this.#cards.get(entry.seq) ?? (await get<RequestCard>(`/api/v1/requests/${became.id}`)) }
  }

  /** Sends what waits, now. */
  async hurry() {
    await this.#read().catch(() => {}) // what another window kept
    await this.#outbox.hurry().catch(() => {})
    await this.#read().catch(() => {})
  }

  async giveUp(entry: KeptCall) {
    await this.#outbox.giveUp(entry)
  }

  /** Makes another's call one's own, and sends it. */
  async takeOver(entry: KeptCall) {
    await this.#shelf.takeOver(entry.seq)
    this.#changed()
    await this.hurry()
  }

  async stop() {
    this.#windows?.close()
    await this.#outbox.stop()
    await this.#shelf.close().catch(() => {})
  }

  #changed() {
    this.#windows?.postMessage('changed')
    void this.#read().catch(() => {})
  }

  async #read() {
    const [own, all, became] = await Promise.all([this.#shelf.outbox(), this.#shelf.all(), this.#shelf.became()])
    this.waiting = own
    this.others = all.filter((entry) => !own.some(({ seq }) => seq === entry.seq))
    this.became = became
  }
}

export function problemOf({ status, code, text, fields }: NonNullable<KeptCall['refused']>): Problem {
  return new Problem(status, code, text, '', fields)
}
