// The tablet's memory: one IndexedDB per crew, so that one crew's unsent actions are never sent by another. What a frame
// brought and the position it leads to are kept in one transaction: after a restart they cannot disagree.

import { type DBSchema, type IDBPDatabase, openDB } from 'idb'
import type { Position } from '../../shared/frames'
import type { Keeping, Refusal } from '../../shared/outbox/kept'
import type { Classifier, CrewData, CrewOrder, CrewRow, OrderRoute } from '../../shared/wire'
import type { Entry, Landed } from '../outbox/entry'
import { merged } from './merge'

/** A photo of this tablet that the server has. */
export interface SentPhoto {
  photo_id: number
  order_id: number
}

interface Single {
  crew: CrewRow
  classifier: Classifier
  position: Position
  /** When the server was last heard, milliseconds. */
  heard: number
  /** The way to each order's house as it was last found. */
  routes: OrderRoute[]
}

interface Drawers extends DBSchema {
  single: { key: string; value: Single[keyof Single] }
  orders: { key: number; value: CrewOrder }
  outbox: { key: number; value: Entry }
  photos: { key: number; value: SentPhoto }
  /** Orders whose alarm was answered. */
  seen: { key: number; value: true }
  /** Notes not yet sent with a step, by order. */
  notes: { key: number; value: string }
}

export class Shelf implements Keeping<Entry, Landed> {
  #db: IDBPDatabase<Drawers>

  private constructor(db: IDBPDatabase<Drawers>) {
    this.#db = db
  }

  /** Opens the memory of a crew; made when there is none. */
  static async open(city: string, crew: number): Promise<Shelf> {
    const db = await openDB<Drawers>(`dispatch05 ${city} crew ${crew}`, 1, {
      upgrade(fresh) {
        fresh.createObjectStore('single')
        fresh.createObjectStore('orders', { keyPath: 'id' })
        fresh.createObjectStore('outbox', { keyPath: 'seq', autoIncrement: true })
        fresh.createObjectStore('photos', { keyPath: 'photo_id' })
        fresh.createObjectStore('seen')
        fresh.createObjectStore('notes')
      },
    })
    return new Shelf(db)
  }

  close() {
    this.#db.close()
  }

  async get<K extends keyof Single>(name: K): Promise<Single[K] | undefined> {
    return (await this.#db.get('single', name)) as Single[K] | undefined
  }

  async put<K extends keyof Single>(name: K, value: Single[K]) {
    await this.#db.put('single', value, name)
  }

  orders(): Promise<CrewOrder[]> {
    return this.#db.getAll('orders')
  }

  /** Keeps the way of an order that the tablet holds, and forgets those of orders that it holds no more; answers all. */
  async putRoute(route: OrderRoute): Promise<OrderRoute[]> {
    const work = this.#db.transaction(['single', 'orders'], 'readwrite')
    const held = await work.objectStore('orders').getAllKeys()
    const known = ((await work.objectStore('single').get('routes')) ?? []) as OrderRoute[]
    const routes = [...known.filter(({ order_id }) => order_id !== route.order_id), route].filter(({ order_id }) => held.includes(order_id))
    await work.objectStore('single').put(routes, 'routes')
    await work.done
    return routes
  }

  /** Keeps a snapshot (`whole`) or a delta with the position it leads to; answers the orders as they are now. */
  async take(data: CrewData, at: Position, whole: boolean): Promise<CrewOrder[]> {
    const work = this.#db.transaction(['single', 'orders', 'seen', 'notes'], 'readwrite')
    const orders = work.objectStore('orders')
    const held = await orders.getAll()
    const kept = merged(whole ? [] : held, data.orders ?? [])
    for (const order of held) {
      if (kept.some((one) => one.id === order.id)) continue
      await Promise.all([orders.delete(order.id), work.objectStore('seen').delete(order.id), work.objectStore('notes').delete(order.id)])
    }
    for (const order of kept) await orders.put(order)
    const routes = ((await work.objectStore('single').get('routes')) ?? []) as OrderRoute[]
    await work.objectStore('single').put(routes.filter(({ order_id }) => kept.some(({ id }) => id === order_id)), 'routes')
    if (data.crew) await work.objectStore('single').put(data.crew, 'crew')
    await work.objectStore('single').put(at, 'position')
    await work.done
    return kept
  }

  outbox(): Promise<Entry[]> {
    return this.#db.getAll('outbox')
  }

  async addToOutbox(entry: Omit<Entry, 'seq'>): Promise<Entry> {
    // The key path is filled in by the store itself.
    const seq = await this.#db.add('outbox', entry as Entry)
    return { ...entry, seq }
  }

  /** The server has it: the entry goes, and what came back stays, at once. */
  async land(entry: Entry, landed: Landed) {
    const work = this.#db.transaction(['single', 'outbox', 'orders', 'photos'], 'readwrite')
    await work.objectStore('outbox').delete(entry.seq)
    if (landed.order) {
      const held = await work.objectStore('orders').get(landed.order.id)
      if (held && held.version <= landed.order.version) await work.objectStore('orders').put({ ...held, ...landed.order })
    }
    if (landed.crew) await work.objectStore('single').put(landed.crew, 'crew')
    if (landed.photo_id && entry.action.kind === 'photo') {
      await work.objectStore('photos').put({ photo_id: landed.photo_id, order_id: entry.action.order_id })
    }
    await work.done
  }

  /** Marks an entry as refused, or with undefined as to be tried again. */
  async markRefused(seq: number, refused: Refusal | undefined) {
    const work = this.#db.transaction('outbox', 'readwrite')
    const entry = await work.store.get(seq)
    if (entry) await work.store.put({ ...entry, refused })
    await work.done
  }

  async drop(seqs: number[]) {
    const work = this.#db.transaction('outbox', 'readwrite')
    await Promise.all(seqs.map((seq) => work.store.delete(seq)))
    await work.done
  }

  photos(): Promise<SentPhoto[]> {
    return this.#db.getAll('photos')
  }

  async seen(): Promise<number[]> {
    return this.#db.getAllKeys('seen')
  }

  async markSeen(order: number) {
    await this.#db.put('seen', true, order)
  }

  async notes(): Promise<Map<number, string>> {
    const work = this.#db.transaction('notes')
    const [keys, texts] = await Promise.all([work.store.getAllKeys(), work.store.getAll()])
    return new Map(keys.map((key, i) => [key, texts[i]!]))
  }

  async putNote(order: number, text: string) {
    if (text) await this.#db.put('notes', text, order)
    else await this.#db.delete('notes', order)
  }

  /** Forgets all that names people; unsent actions stay. For signing out. */
  async forget() {
    const work = this.#db.transaction(['single', 'orders', 'photos', 'seen', 'notes'], 'readwrite')
    await Promise.all(['single', 'orders', 'photos', 'seen', 'notes'].map((name) => work.objectStore(name as 'orders').clear()))
    await work.done
  }
}
