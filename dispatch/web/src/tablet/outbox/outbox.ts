// The queue of a crew's actions. Rules: written down before sent; within an order sent one after another, each with the
// key it was born with; what the server refuses stays until the crew has decided; no answer is never taken for a no.

import type { Problem } from '../../shared/api'
import type { Time } from '../../shared/wire'
import type { Shelf } from '../keep/shelf'
import { type Action, type Entry, inSendingOrder, lane, type Landed } from './entry'

interface Options {
  shelf: Shelf
  /** Hands one entry to the server; throws Problem. */
  deliver: (entry: Entry) => Promise<Landed>
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

export class Outbox {
  #options: Options
  #running: Promise<void> | undefined
  #again = false
  #stopped = false
  #failures = 0
  #timer: ReturnType<typeof setTimeout> | undefined

  constructor(options: Options) {
    this.#options = options
  }

  /** Writes an action down, then tries to send. Resolves when it is safe on the device, not when it is sent. */
  async add(action: Action, label: string): Promise<Entry> {
    const { shelf, newKey, now, onchange } = this.#options
    const entry = await shelf.addToOutbox({ key: newKey(), device_at: now(), label, action })
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
  async retry(entry: Entry) {
    await this.#options.shelf.markRefused(entry.seq, undefined)
    this.#options.onchange()
    await this.hurry()
  }

  /** Leaves it as the server has it: the entry goes, and with it the later steps that stood on it. Photos stay. */
  async giveUp(entry: Entry) {
    const all = await this.#options.shelf.outbox()
    await this.#options.shelf.drop(fallsWith(entry, all).map((one) => one.seq))
    this.#options.onchange()
    await this.hurry()
  }

  /** Stops trying and waits for the call under way. */
  async stop() {
    this.#stopped = true
    clearTimeout(this.#timer)
    await this.#running
  }

  /** Two windows of one tablet must not send side by side. */
  async #alone(run: () => Promise<void>) {
    if (!globalThis.navigator?.locks) return run()
    await navigator.locks.request('dispatch05 outbox', run)
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
    for (const entry of inSendingOrder(await this.#options.shelf.outbox())) {
      if (this.#stopped) return 0
      if (entry.refused) held.add(lane(entry))
      if (held.has(lane(entry))) continue
      const { outcome, afterMs } = await this.#send(entry)
      if (outcome === 'session') return 0
      if (outcome !== 'landed') held.add(lane(entry))
      if (outcome === 'offline') return this.#backOff(afterMs)
      if (outcome === 'busy') waitMs = this.#backOff(afterMs)
    }
    if (!waitMs) this.#failures = 0
    return waitMs
  }

  async #send(entry: Entry): Promise<{ outcome: Outcome; afterMs?: number }> {
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
        await shelf.markRefused(entry.seq, { status: problem.status, code: problem.code, text: problem.message })
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

/** What goes when an entry is given up: itself and the later steps of the same order. */
export function fallsWith(entry: Entry, all: Entry[]): Entry[] {
  if (entry.action.kind === 'photo') return [entry]
  return all.filter((one) => one.seq >= entry.seq && lane(one) === lane(entry))
}

/** Only a plain no of the server is a refusal; anything unclear is tried again. */
function outcomeOf(problem: Problem): Outcome {
  if (problem.status === 401) return 'session'
  if (problem.status === 408 || problem.status === 429 || problem.status >= 500) return 'busy'
  if (problem.status >= 400) return 'refused'
  return 'offline'
}
