// Who has which card open. Each seat says it every five seconds and is believed for fifteen, so that a window that ends without
// a word, a node that dies or a bus that is gone leave nobody standing for long.

import { newKey, post } from '../../shared/api'
import { cityTime } from '../../shared/cityTime.svelte'
import type { Presence } from '../../shared/wire'

const sayEveryMs = 5000
const believedMs = 15_000
const nobody: string[] = []

export class Attendance {
  readonly #seat = newKey()
  #said = $state.raw<ReadonlyMap<string, Presence>>(new Map())
  readonly #byRequest = $derived(this.#openNow())
  #open: number | null = null
  #timer: ReturnType<typeof setInterval> | undefined

  /** Who else has a request's card open, by name. */
  at(request: number): string[] {
    return this.#byRequest.get(request) ?? nobody
  }

  /** Takes what a seat says; null: nothing is open there any more. */
  heard(key: string, presence: Presence | null) {
    if (key.endsWith(this.#seat)) return
    const said = new Map(this.#said)
    if (presence) said.set(key, presence)
    else said.delete(key)
    this.#said = said
  }

  /** Says, again and again, which card is open here; null: none. */
  attend(request: number | null) {
    clearInterval(this.#timer)
    if (request === null && this.#open === null) return
    this.#open = request
    void this.#say()
    if (request !== null) this.#timer = setInterval(() => void this.#say(), sayEveryMs)
  }

  /** A word that is lost is said again; a card that is not to be seen any more is nobody's. */
  async #say() {
    await post('/api/v1/presence', { seat: this.#seat, request_id: this.#open }, { keepalive: true }).catch(() => {})
  }

  #openNow(): ReadonlyMap<number, string[]> {
    const names = new Map<number, string[]>()
    for (const { request_id: request, name, at } of this.#said.values()) {
      const known = names.get(request) ?? []
      if (cityTime.now - Date.parse(at) < believedMs && !known.includes(name)) names.set(request, [...known, name])
    }
    return names
  }
}
