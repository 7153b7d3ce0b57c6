import { dictionary } from '../../shared/i18n.svelte'
import type { RequestCard } from '../../shared/wire'
import type { Workplace } from '../desk/workplace.svelte'
import { placeRequest } from '../verbs/placeRequest'
import type { OpenCard } from './openCard.svelte'

const words = dictionary({
  purpose: [(number: string) => `Место заявки ${number}`, (number: string) => `Place of request ${number}`],
})

/** A request may get a pin while the register does not say well where it is. */
export function mayDropPin(card: RequestCard): boolean {
  return card.placed !== 'register'
}

/** Asks the map for a point and says it is the request's place. */
export function dropPin(place: Workplace, open: OpenCard, card: RequestCard) {
  place.pick(words.purpose(card.number), (point) => void open.run((now) => placeRequest(now, { house_id: now.house_id, point })))
}
