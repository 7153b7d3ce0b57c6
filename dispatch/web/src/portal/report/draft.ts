// What a resident is typing, kept on the device until the service has taken it: a dropped link, a closed tab or an empty
// battery costs nothing. One key per content: the same report sent twice is taken once, a changed one is a new report.

import type { NewReport, Point } from '../../shared/wire'

export interface Draft {
  city: string
  problem: string
  house_id: number | null
  address_text: string
  point: Point | null
  entrance: string
  floor: string
  flat: string
  text: string
  phone: string
  caller_name: string
  /** The idempotency key of `tried`. */
  key: string
  /** The body that was last sent without a clear answer. */
  tried: string
  /** When it was last touched, milliseconds. */
  at: number
}

const kept = 'dispatch05.portal.draft'
const keptForMs = 24 * 60 * 60 * 1000

type Storage = Pick<globalThis.Storage, 'getItem' | 'setItem' | 'removeItem'>

export function emptyDraft(city: string): Draft {
  return {
    city, problem: '', house_id: null, address_text: '', point: null, entrance: '', floor: '', flat: '', text: '', phone: '',
    caller_name: '', key: '', tried: '', at: 0,
  }
}

/** The kept draft of this city, if it is not older than a day; it holds a telephone, so an old one is taken away. */
export function keptDraft(storage: Storage, city: string, now: number): Draft | undefined {
  try {
    const draft = JSON.parse(storage.getItem(kept) ?? 'null') as Draft | null
    if (draft && now - draft.at < keptForMs) return draft.city === city ? { ...emptyDraft(city), ...draft } : undefined
  } catch {
    // Not ours or broken: as if there were none.
  }
  storage.removeItem(kept)
  return undefined
}

export function keepDraft(storage: Storage, draft: Draft, now: number) {
  try {
    storage.setItem(kept, JSON.stringify({ ...draft, at: now }))
  } catch {
    // A private window or a full disk: it is only not kept.
  }
}

export function forgetDraft(storage: Storage) {
  storage.removeItem(kept)
}

export function isTouched(draft: Draft): boolean {
  return Boolean(draft.problem || draft.address_text || draft.text || draft.phone)
}

export function bodyOf(draft: Draft): NewReport {
  const { house_id, address_text, point, entrance, floor, flat, problem, text, phone, caller_name } = draft
  return {
    house_id, address_text: address_text.trim(), point: house_id === null ? point : null, entrance: entrance.trim(), floor: floor.trim(),
    flat: flat.trim(), problem, text: text.trim(), phone: phone.trim(), caller_name: caller_name.trim(),
  }
}

/** The draft about to be sent: with the key of its very content. */
export function sealed(draft: Draft, newKey: () => string): Draft {
  const body = JSON.stringify(bodyOf(draft))
  return draft.key && draft.tried === body ? draft : { ...draft, tried: body, key: newKey() }
}

export type Missing = 'problem' | 'address_text' | 'phone'

/** What has to be said before it can be sent, in the order of the form. */
export function missing(draft: Draft): Missing[] {
  const gaps: Missing[] = []
  if (!draft.problem) gaps.push('problem')
  if (draft.house_id === null && !draft.address_text.trim() && !draft.point) gaps.push('address_text')
  if (draft.phone.replace(/\D/g, '').length < 5) gaps.push('phone')
  return gaps
}
