// Calls that were taken and are not yet registered, in this browser's IndexedDB. They hold personal data: each goes from here
// as soon as the server has it. Of one that was, a day long, only which number became which.

import { type DBSchema, type IDBPDatabase, openDB } from 'idb'
import type { Keeping, Kept, Refusal } from '../../shared/outbox/kept'
import type { RequestCard, Time } from '../../shared/wire'
import type { TakenCall } from '../call/draft.svelte'

export interface KeptCall extends Kept<TakenCall> {
  /** Who took it: only they send it, under their login. */
  by: { login: string; name: string }
  /** Its temporary number was shown to the operator. */
  told?: boolean
}

/** What became of a temporary number. */
export interface Became {
  seq: number
  number: string
  id: number
  at: Time
  told: boolean
}

interface Drawers extends DBSchema {
  calls: { key: number; value: KeptCall }
  became: { key: number; value: Became }
}

const becameKeepsMs = 24 * 3_600_000

export class CallShelf implements Keeping<KeptCall, RequestCard> {
  #db: Promise<IDBPDatabase<Drawers>>
  #by: KeptCall['by']

  constructor(city: string, by: KeptCall['by']) {
    this.#by = by
    this.#db = openDrawers(`dispatch05 ${city} calls`)
    this.#db.catch(() => {}) // told by whoever calls
  }

  /** Own calls, oldest first. */
  async outbox(): Promise<KeptCall[]> {
    return (await this.all()).filter(({ by }) => by.login === this.#by.login)
  }

  /** Also what others took in this browser. */
  async all(): Promise<KeptCall[]> {
    return (await this.#db).getAll('calls')
  }

  /** A call that was refused and put right takes its own place again, and keeps its number. */
  async addToOutbox(entry: Omit<KeptCall, 'seq' | 'by'>): Promise<KeptCall> {
    const work = (await this.#db).transaction('calls', 'readwrite')
    const known = (await work.store.getAll()).find(({ key, by }) => key === entry.key && by.login === this.#by.login)
    const kept = { ...entry, by: this.#by, ...(known && { seq: known.seq, told: known.told }) } as KeptCall
    const seq = await work.store.put(kept)
    await work.done
    return { ...kept, seq }
  }

  async land({ seq, told = false }: KeptCall, { number, id }: RequestCard) {
    const work = (await this.#db).transaction(['calls', 'became'], 'readwrite')
    const now = (await work.objectStore('calls').get(seq))?.told ?? told
    await work.objectStore('calls').delete(seq)
    await work.objectStore('became').put({ seq, number, id, at: new Date().toISOString(), told: now })
    await work.done
  }

  markRefused(seq: number, refused: Refusal | undefined) {
    return this.#change(seq, (entry) => ({ ...entry, refused }))
  }

  markTold(seq: number) {
    return this.#change(seq, (entry) => ({ ...entry, told: true }))
  }

  /** Another's call becomes one's own. */
  takeOver(seq: number) {
    return this.#change(seq, ({ refused: _, ...entry }) => ({ ...entry, by: this.#by }))
  }

  async #change(seq: number, change: (entry: KeptCall) => KeptCall) {
    const work = (await this.#db).transaction('calls', 'readwrite')
    const entry = await work.store.get(seq)
    if (entry) await work.store.put(change(entry))
    await work.done
  }

  async drop(seqs: number[]) {
    const work = (await this.#db).transaction('calls', 'readwrite')
    await Promise.all(seqs.map((seq) => work.store.delete(seq)))
    await work.done
  }

  /** What became of temporary numbers, newest first; older ones than a day go. */
  async became(): Promise<Became[]> {
    const work = (await this.#db).transaction('became', 'readwrite')
    const all = await work.store.getAll()
    const kept = all.filter(({ at }) => Date.now() - Date.parse(at) < becameKeepsMs)
    for (const old of all) if (!kept.includes(old)) await work.store.delete(old.seq)
    await work.done
    return kept.reverse()
  }

  async close() {
    ;(await this.#db).close()
  }
}

// A browser that keeps nothing throws; here it becomes a refused promise.
async function openDrawers(name: string): Promise<IDBPDatabase<Drawers>> {
  return openDB<Drawers>(name, 1, {
    upgrade(fresh) {
      fresh.createObjectStore('calls', { keyPath: 'seq', autoIncrement: true })
      fresh.createObjectStore('became', { keyPath: 'seq' })
    },
    // A newer board of another window wants to change the drawers: it must not wait for this one.
    blocking: (_, __, event) => (event.target as unknown as IDBDatabase).close(),
  })
}
