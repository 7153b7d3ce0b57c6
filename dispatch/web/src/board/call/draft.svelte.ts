// A call that is being taken. It outlives the form and a reload of the page, within this tab only: it holds personal data.

import { newKey } from '../../shared/api'
import { cityTime, fromLocalInput, toLocalInput } from '../../shared/cityTime.svelte'
import type { NewRequest, Point } from '../../shared/wire'

const kept = 'dispatch05.call'

interface Typed {
  channel: NewRequest['channel']
  address: string
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
  channel: 'telephone', address: '', houseId: null, houseAddress: '', point: null, problem: '', fault: '', entrance: '', floor: '',
  flat: '', phone: '', name: '', text: '', damaged: '', join: null,
}

export class CallDraft {
  typed = $state<Typed>({ ...blank })
  /** The moment of F2: the ring. */
  receivedAt = $state('')
  /** One key for the whole call: registering again after a lost answer gives the same number. */
  key = ''

  /** Goes on with the call that was kept, or begins one at this moment. */
  constructor() {
    const text = sessionStorage.getItem(kept)
    if (text) {
      const { typed, receivedAt, key } = JSON.parse(text) as { typed: Typed; receivedAt: string; key: string }
      Object.assign(this, { typed: { ...blank, ...typed }, receivedAt, key })
    } else this.begin()
  }

  begin() {
    this.typed = { ...blank }
    this.receivedAt = cityTime.moment()
    this.typed.damaged = toLocalInput(this.receivedAt)
    this.key = newKey()
  }

  get empty(): boolean {
    const { address, fault, phone, name, text, entrance, floor, flat } = this.typed
    return ![address, fault, phone, name, text, entrance, floor, flat].some(Boolean)
  }

  /** Keeps what is typed; call from an effect. */
  keep() {
    const text = JSON.stringify({ typed: this.typed, receivedAt: this.receivedAt, key: this.key })
    if (this.empty) sessionStorage.removeItem(kept)
    else sessionStorage.setItem(kept, text)
  }

  forget() {
    sessionStorage.removeItem(kept)
    this.typed = { ...blank }
  }

  /** What the server is told. */
  report(): NewRequest {
    const { typed } = this
    const untouched = typed.damaged === toLocalInput(this.receivedAt)
    return {
      house_id: typed.houseId, address_text: typed.address.trim(), point: typed.houseId === null ? typed.point : null,
      entrance: typed.entrance.trim(), floor: typed.floor.trim(), flat: typed.flat.trim(), problem: typed.problem,
      text: typed.text.trim(), caller_name: typed.name.trim(), phone: typed.phone.trim(), channel: typed.channel,
      received_at: this.receivedAt,
      damaged_at: untouched ? this.receivedAt : (fromLocalInput(typed.damaged) ?? undefined),
      join: typed.join ?? undefined,
    }
  }
}
