import { put, remove } from '../../shared/api'
import { dictionary } from '../../shared/i18n.svelte'
import type { House, Point, RequestCard } from '../../shared/wire'
import type { Desk } from '../desk/desk.svelte'
import type { Workplace } from '../desk/workplace.svelte'
import { placeRequest } from '../verbs/placeRequest'
import type { OpenCard } from './openCard.svelte'

const words = dictionary({
  purpose: [(number: string) => `Место заявки ${number}`, (number: string) => `Place of request ${number}`],
  house: [(address: string) => `Место дома ${address}`, (address: string) => `Place of ${address}`],
})

/** The request's house may be put where it stands, for all its requests. */
export function mayPinHouse(desk: Desk, card: RequestCard): boolean {
  return card.house_id !== null && desk.may('dispatch')
}

/** A request may get a pin of its own while nothing says well where it is. */
export function mayDropPin(desk: Desk, card: RequestCard): boolean {
  return mayPinHouse(desk, card) || (desk.may('register') && (card.house_id === null || card.placed === 'none' || card.placed === 'approximate'))
}

/** Asks the map for a point and says that it is the place of the request's house, or of the request. */
export function dropPin(desk: Desk, place: Workplace, open: OpenCard, card: RequestCard) {
  if (mayPinHouse(desk, card)) place.pick(words.house(card.address), (point) => void open.run(() => pinHouse(card.house_id!, point)))
  else place.pick(words.purpose(card.number), (point) => void open.run((now) => placeRequest(now, { house_id: now.house_id, point })))
}

function pinHouse(house: number, point: Point): Promise<House> {
  return put<House>(`/api/v1/houses/${house}/point`, { point })
}

/** Takes the pin of the request's house away: it goes back to what registers and outlines say. */
export function takePinAway(open: OpenCard, card: RequestCard) {
  void open.run(() => remove<House>(`/api/v1/houses/${card.house_id}/point`))
}
