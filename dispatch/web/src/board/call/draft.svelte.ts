// A call that is being taken. It outlives the form and a reload of the page, within this tab only: it holds personal data.

import { newKey } from '../../shared/api'
import { cityTime, fromLocalInput, toLocalInput } from '../../shared/cityTime.svelte'
import type { NewRequest, Point } from '../../shared/wire'
import type { About } from '../desk/workplace.svelte'

const kept = 'dispatch05.call'

export interface Typed {
  channel: NewRequest['channel']
  address: string
  /** The words that the house was chosen for: they are kept, and teach the register. */
  said: string
  houseId: number | null
  houseAddress: string
  point: Point | null
  problem: string
  fault: string
  entrance: string
  floor: string
  flat: string
  phone: string
  name: string
  text: string
  damaged: string
  join: number | null
}

const blank: Typed = {
  channel: 'telephone', address: '', said: '', houseId: null, houseAddress: '', point: null, problem: '', fault: '', entrance: '', floor: '',
  flat: '', phone: '', name: '', text: '', damaged: '', join: null,
}

/** A call that was taken: what the server is told, and the form as it was, to be put right in. */
export interface TakenCall {
  report: NewRequest
  typed: Typed
}

export class CallDraft {
  typed = $state<Typed>({ ...blank })
  /** The moment of F2: the ring. */
  receivedAt = $state('')
  /** One key for the whole call: registering again after a lost answer gives the same number. */
  key = ''

  /** What a comment filled in: as long as nothing else was typed, another house of it may take its place. */
  #filled = ''

  /** Goes on with the call that was kept, or begins one at this moment. */
  constructor() {
    const text = sessionStorage.getItem(kept)
    if (text) {
      const { typed, receivedAt, key, filled } = JSON.parse(text) as { typed: Typed; receivedAt: string; key: string; filled?: string }
      Object.assign(this, { typed: { ...blank, ...typed }, receivedAt, key })
      this.#filled = filled ?? ''
    } else this.begin()
  }

  begin() {
    this.typed = { ...blank }
    this.receivedAt = cityTime.moment()
    this.typed.damaged = toLocalInput(this.receivedAt)
    this.key = newKey()
    this.#filled = ''
  }

  /** Begins a call about a house that a comment names; false, and nothing is done, when another call was begun already. */
  fill({ house, text }: About): boolean {
    if (!this.empty && this.#filled !== JSON.stringify(this.typed)) return false
    this.begin()
    Object.assign(this.typed, { address: house.address, said: house.address, houseId: house.id, houseAddress: house.address, point: house.point, text })
    this.#filled = JSON.stringify(this.typed)
    return true
  }

  /** Goes on with a call that the server would not take; false, and nothing is done, when another one was begun. */
  correct({ typed, report }: TakenCall, key: string): boolean {
    if (!this.empty && this.key !== key) return false
    this.typed = { ...blank, ...typed }
    this.receivedAt = report.received_at ?? cityTime.moment()
    this.key = key
    this.#filled = ''
    return true
  }

  get empty(): boolean {
    const { address, fault, phone, name, text, entrance, floor, flat } = this.typed
    return ![address, fault, phone, name, text, entrance, floor, flat].some(Boolean)
  }

  /** Keeps what is typed; call from an effect. */
  keep() {
    const text = JSON.stringify({ typed: this.typed, receivedAt: this.receivedAt, key: this.key, filled: this.#filled })
    if (this.empty) sessionStorage.removeItem(kept)
    else sessionStorage.setItem(kept, text)
  }

  forget() {
    sessionStorage.removeItem(kept)
    this.typed = { ...blank }
  }

  /** The call as it is taken now. */
  taken(): TakenCall {
    return { report: this.#report(), typed: $state.snapshot(this.typed) }
  }

  #report(): NewRequest {
    const typed = $state.snapshot(this.typed)
    const untouched = typed.damaged === toLocalInput(this.receivedAt)
    return {
      house_id: typed.houseId, address_text: (typed.houseId === null ? typed.address : typed.said).trim(), point: typed.houseId === null ? typed.point : null,
      entrance: typed.entrance.trim(), floor: typed.floor.trim(), flat: typed.flat.trim(), problem: typed.problem,
      text: typed.text.trim(), caller_name: typed.name.trim(), phone: typed.phone.trim(), channel: typed.channel,
      received_at: this.receivedAt,
      damaged_at: untouched ? this.receivedAt : (fromLocalInput(typed.damaged) ?? undefined),
      join: typed.join ?? undefined,
    }
  }
}
