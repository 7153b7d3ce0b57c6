// A queue of actions on a device. Rules: written down before sent; within a lane sent one after another, each with the key
// it was born with; what the server refuses stays until a person has decided; no answer is never taken for a no.

import type { Problem } from '../api'
import type { Time } from '../wire'
import type { Keeping, Kept, Order, Refusal } from './kept'

interface Options<E extends Kept<unknown>, Landed> {
  /** Of all windows of this browser one with this name sends at a time. */
  name: string
  shelf: Keeping<E, Landed>
  order: Order<E>
  /** Hands one entry to the server; throws Problem. */
  deliver: (entry: E) => Promise<Landed>
  /** The queue or what came back for it has changed on the device. */
  onchange: () => void
  /** The login is over: nothing is sent until `hurry`. */
  onsession: () => void
  newKey: () => string
  now: () => Time
}

type Outcome = 'landed' | 'refused' | 'busy' | 'offline' | 'session'

const firstWaitMs = 1000
const longestWaitMs = 60_000

export class Outbox<E extends Kept<unknown>, Landed> {
  #options: Options<E, Landed>
  #running: Promise<void> | undefined
  #again = false
  #stopped = false
  #failures = 0
  #timer: ReturnType<typeof setTimeout> | undefined

  constructor(options: Options<E, Landed>) {
    this.#options = options
  }

  /** Writes an action down, then tries to send. Resolves when it is safe on the device, not when it is sent. */
  async add(action: E['action'], label: string, key = this.#options.newKey()): Promise<E> {
    const { shelf, now, onchange } = this.#options
    const entry = await shelf.addToOutbox({ key, device_at: now(), label, action } as unknown as Omit<E, 'seq'>)
    onchange()
    void this.hurry()
    return entry
  }

  /** Sends what waits, now. Resolves when the pass is over. */
  hurry(): Promise<void> {
    clearTimeout(this.#timer)
    this.#again = true
    this.#running ??= this.#alone(() => this.#run()).finally(() => (this.#running = undefined))
    return this.#running
  }

  /** Tries a refused entry once more, under its old key. */
  async retry(entry: E) {
    await this.#options.shelf.markRefused(entry.seq, undefined)
    this.#options.onchange()
    await this.hurry()
  }

  /** Leaves it as the server has it: the entry goes, and with it what stood on it. */
  async giveUp(entry: E) {
    const { shelf, order } = this.#options
    await shelf.drop(order.fallsWith(entry, await shelf.outbox()).map((one) => one.seq))
    this.#options.onchange()
    await this.hurry()
  }

  /** Stops trying and waits for the call under way. */
  async stop() {
    this.#stopped = true
    clearTimeout(this.#timer)
    await this.#running
  }

  async #alone(run: () => Promise<void>) {
    if (!globalThis.navigator?.locks) return run()
    await navigator.locks.request(this.#options.name, run)
  }

  async #run() {
    let waitMs = 0
    while (this.#again && !this.#stopped) {
      this.#again = false
      waitMs = await this.#pass()
    }
    if (waitMs && !this.#stopped) this.#timer = setTimeout(() => void this.hurry(), waitMs)
  }

  /** Sends all that may go; answers how long to wait before the next try, 0 when nothing waits. */
  async #pass(): Promise<number> {
    const held = new Set<string>()
    let waitMs = 0
    const { shelf, order } = this.#options
    for (const entry of order.inSendingOrder(await shelf.outbox())) {
      if (this.#stopped) return 0
      const lane = order.lane(entry)
      if (entry.refused) held.add(lane)
      if (held.has(lane)) continue
      const { outcome, afterMs } = await this.#send(entry)
      if (outcome === 'session') return 0
      if (outcome !== 'landed') held.add(lane)
      if (outcome === 'offline') return this.#backOff(afterMs)
      if (outcome === 'busy') waitMs = this.#backOff(afterMs)
    }
    if (!waitMs) this.#failures = 0
    return waitMs
  }

  async #send(entry: E): Promise<{ outcome: Outcome; afterMs?: number }> {
    const { shelf, deliver, onchange, onsession } = this.#options
    try {
      await shelf.land(entry, await deliver(entry))
      onchange()
      return { outcome: 'landed' }
    } catch (error) {
      const problem = error as Problem
      const outcome = outcomeOf(problem)
      if (outcome === 'session') onsession()
      if (outcome === 'refused') {
        await shelf.markRefused(entry.seq, refusalOf(problem))
        onchange()
      }
      return { outcome, afterMs: (problem.retryAfterSeconds ?? 0) * 1000 }
    }
  }

  #backOff(atLeastMs = 0): number {
    const mostMs = Math.min(longestWaitMs, firstWaitMs * 2 ** Math.min(this.#failures++, 6))
    return Math.max(atLeastMs, mostMs / 2 + (Math.random() * mostMs) / 2)
  }
}

function refusalOf({ status, code, message, fields }: Problem): Refusal {
  return { status, code, text: message, ...(fields.length ? { fields } : {}) }
}

/** Only a plain no of the server is a refusal; anything unclear is tried again. */
function outcomeOf(problem: Problem): Outcome {
  if (problem.status === 401) return 'session'
  if (problem.status === 408 || problem.status === 429 || problem.status >= 500) return 'busy'
  if (problem.status >= 400) return 'refused'
  return 'offline'
}
