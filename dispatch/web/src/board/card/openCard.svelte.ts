// The card in work: loaded under the reader's own rights, loaded again when the board tells a newer version, and the one
// gate of its commands. A command that met a newer version changes nothing and loses nothing that was typed.

import { get, Problem } from '../../shared/api'
import type { RequestCard } from '../../shared/wire'
import type { Desk } from '../desk/desk.svelte'

export class OpenCard {
  card = $state.raw<RequestCard>()
  /** Why the card could not be loaded. */
  failure = $state.raw<Problem>()
  /** Why the last command was refused; the server's own words. */
  refusal = $state.raw<Problem>()
  busy = $state(false)
  #loading: AbortController | undefined

  constructor(
    readonly desk: Desk,
    readonly id: number,
  ) {}

  async load(): Promise<void> {
    this.#loading?.abort()
    const loading = (this.#loading = new AbortController())
    try {
      const card = await get<RequestCard>(`/api/v1/requests/${this.id}`, { signal: loading.signal })
      if (!this.card || card.version >= this.card.version) this.card = card
      this.failure = undefined
    } catch (error) {
      if (loading.signal.aborted) return
      if (!(error instanceof Problem)) throw error
      this.failure = error
    }
  }

  leave() {
    this.#loading?.abort()
  }

  /** Runs a command on the card as it is now; true when it was done. */
  async run(command: (card: RequestCard) => Promise<unknown>): Promise<boolean> {
    if (!this.card || this.busy) return false
    this.busy = true
    this.refusal = undefined
    try {
      const told = await command(this.card)
      if (isCard(told)) {
        this.card = told
        this.desk.learn(told)
      } else {
        await this.load()
      }
      return true
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      this.refusal = error
      if (error.status === 409) await this.load()
      return false
    } finally {
      this.busy = false
    }
  }
}

function isCard(told: unknown): told is RequestCard {
  return typeof told === 'object' && told !== null && 'journal' in told
}
