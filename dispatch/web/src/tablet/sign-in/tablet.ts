// Which tablet this is: enrolled once by a code, or not; and what it does when it is told to forget everything.

import { get, post, Problem, remove } from '../../shared/api'
import { endPush, toTablet } from '../../shared/push'
import type { CityName, Me } from '../../shared/wire'

export interface EnrolledTablet {
  city: CityName
  name: string
  crew_id: number
  crew: string
  people: { id: number; name: string; has_pin: boolean }[]
  on: string[]
  /** That they are on; null: none, or nobody is on. */
  vehicle_id: number | null
  /** To choose from, the last used here first. */
  vehicles: { id: number; name: string; plate: string; taken_by: string }[]
}

export type Known = { is: 'enrolled'; tablet: EnrolledTablet } | { is: 'wiped' } | { is: 'none' } | { is: 'unknown' }

/** Asks the server which tablet this is; 'unknown' while it cannot be asked. */
export async function whichTablet(): Promise<Known> {
  try {
    return await get<Known>('/api/v1/tablet', { timeoutMs: 6000 })
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    return { is: 'unknown' }
  }
}

export function enrol(code: string, name: string): Promise<EnrolledTablet> {
  return post<EnrolledTablet>('/api/v1/tablet', { code, name })
}

/** Vehicle 0: none. */
export function logOn(person: number, pin: string, vehicle: number): Promise<Me> {
  return post<Me>('/api/v1/tablet/log-on', { person_id: person, pin, vehicle_id: vehicle })
}

/** What the address ends in after the tablet has forgotten everything. */
export const wipedMark = '#wiped'

/** Forgets all that this tablet holds, unsent actions too, tells the service that it has, and begins anew. Without a link
 *  it is told again at the next start. */
export async function wipe() {
  await endPush(toTablet).catch(() => {}) // what is told to it would name addresses
  for (const { name } of await indexedDB.databases()) {
    if (name?.startsWith('dispatch05 ')) await dropped(name)
  }
  for (const name of await caches.keys()) await caches.delete(name)
  localStorage.clear()
  sessionStorage.clear()
  await remove('/api/v1/tablet').catch(() => {})
  location.hash = wipedMark
  location.reload()
}

/** A database that is still open elsewhere goes as soon as it is closed there. */
function dropped(name: string): Promise<void> {
  return new Promise((done) => {
    const going = indexedDB.deleteDatabase(name)
    going.onsuccess = going.onerror = going.onblocked = () => done()
  })
}
