// The crew's work as this tablet holds it: orders, queue, crew, link. Screens read it; nothing else writes to the device.

import { online } from 'svelte/reactivity/window'
import { get, newKey } from '../../shared/api'
import { cityTime } from '../../shared/cityTime.svelte'
import { Outbox } from '../../shared/outbox/outbox'
import type { Connection } from '../../shared/socket.svelte'
import { crewTopic } from '../../shared/topics'
import type { Classifier, CrewOrder, CrewRow, Me, OrderRoute, OrderState, Problem } from '../../shared/wire'
import { Shelf, type SentPhoto } from '../keep/shelf'
import { keepTilesAround } from '../map/keptTiles'
import { deliver } from '../outbox/deliver'
import { type Entry, type Landed, orderOfWork } from '../outbox/entry'
import { Whereabouts } from '../place/whereabouts.svelte'
import { heads } from '../route/due'
import { alreadySo, type ShownOrder, withPending } from '../steps/pending'
import { Line } from './line'

/** A person of a crew. */
export type CrewMe = Me & { crew_id: number }

const heardEveryMs = 20_000

export class Work {
  readonly me: CrewMe
  readonly whereabouts: Whereabouts
  crew = $state.raw<CrewRow>()
  entries = $state.raw<Entry[]>([])
  photos = $state.raw<SentPhoto[]>([])
  seen = $state.raw<ReadonlySet<number>>(new Set())
  notes = $state.raw<ReadonlyMap<number, string>>(new Map())
  /** The share of a photo that the server has, by its place in the queue. */
  sent = $state.raw<ReadonlyMap<number, number>>(new Map())
  /** The way to each order's house as it was last found. */
  routes = $state.raw<ReadonlyMap<number, OrderRoute>>(new Map())
  signedOut = $state(false)
  /** The device did not take what was written to it: nothing done from here on is safe. */
  full = $state(false)
  /** The server was last heard, milliseconds; kept over restarts. */
  heardAt = $state<number | null>(null)
  #held = $state.raw<CrewOrder[]>([])
  #problems = $state.raw<ReadonlyMap<string, Problem>>(new Map())
  #line = $state.raw<Line>()
  #outbox: Outbox<Entry, Landed>
  #shelf: Shelf
  #heardKept = 0
  #finding = new Set<number>()

  readonly orders: ShownOrder[] = $derived(this.#held.map((order) => withPending(order, this.entries)))
  /** As the crew tapped it, else as the server said; undefined until the server has said anything of this crew. */
  readonly onShift: boolean | undefined = $derived(this.#shiftAsTapped() ?? this.crew?.on_shift)
  readonly refused: Entry[] = $derived(this.entries.filter((entry) => entry.refused))
  /** The device knows of a lost link long before the socket's silence tells. */
  readonly connection: Connection = $derived(
    this.signedOut ? 'ended' : online.current === false ? 'lost' : (this.#line?.socket.state ?? 'connecting'),
  )
  readonly lastFrameAt: number | null = $derived(this.#line?.socket.heardAt ?? null)

  private constructor(me: CrewMe, shelf: Shelf) {
    this.me = me
    this.#shelf = shelf
    this.whereabouts = new Whereabouts(me.crew_id)
    this.#outbox = new Outbox({
      name: 'dispatch05 outbox',
      shelf,
      order: orderOfWork,
      deliver: (entry) => deliver(entry, (share) => (this.sent = new Map(this.sent).set(entry.seq, share))),
      newKey,
      now: () => cityTime.moment(),
      onchange: () => void this.#readBack(),
      onsession: () => this.#sessionOver(),
    })
  }

  /** Opens what the tablet keeps for the crew; needs no link. */
  static async open(me: CrewMe): Promise<Work> {
    cityTime.zone = me.city.zone
    const shelf = await Shelf.open(me.city.id, me.crew_id)
    const work = new Work(me, shelf)
    await work.#readBack()
    work.seen = new Set(await shelf.seen())
    work.notes = await shelf.notes()
    work.#waysAre((await shelf.get('routes')) ?? [])
    work.heardAt = (await shelf.get('heard')) ?? null
    work.#know(await shelf.get('classifier'))
    return work
  }

  /** Connects, sends what waits, learns the classifier. Call again after signing in. */
  async start() {
    this.signedOut = false
    await this.#line?.stop()
    const { id } = this.me.city
    this.#line = new Line({
      topic: crewTopic(id, this.me.crew_id),
      from: await this.#shelf.get('position'),
      keep: (data, at, whole) => this.#keep(data, at, whole),
      onended: () => this.#sessionOver(),
      onrefused: () => this.#sessionOver(),
    })
    this.#line.start()
    void this.#outbox.hurry()
    void get<Classifier>(`/api/v1/cities/${encodeURIComponent(id)}/classifier`).then(
      (classifier) => {
        this.#know(classifier)
        return this.#shelf.put('classifier', classifier)
      },
      () => {}, // the one on the device serves
    )
  }

  async stop() {
    await this.#rest()
    this.#shelf.close()
  }

  /** Signing out: what names people goes from the tablet; unsent actions stay for this crew's next sign-in. */
  async forget() {
    await this.#rest()
    await this.#shelf.forget()
  }

  async #rest() {
    this.whereabouts.stop()
    await Promise.all([this.#line?.stop(), this.#outbox.stop()])
  }

  problem(code: string): Problem | undefined {
    return this.#problems.get(code)
  }

  step(order: CrewOrder, to: OrderState, reason = '', reason_code?: string) {
    const note = this.notes.get(order.id) ?? ''
    return this.#written(async () => {
      await this.#outbox.add({ kind: 'step', order_id: order.id, to, reason, reason_code, note }, labelOf(order))
      await this.setNote(order.id, '')
    })
  }

  addPhoto(order: CrewOrder, photo: Blob) {
    return this.#written(() => this.#outbox.add({ kind: 'photo', order_id: order.id, photo }, labelOf(order)))
  }

  setShift(on: boolean) {
    const label = this.crew?.name ?? this.me.name
    return this.#written(() => this.#outbox.add({ kind: 'shift', crew_id: this.me.crew_id, on }, label))
  }

  /** Words for the next step of an order; they wait on the device. */
  async setNote(order: number, text: string) {
    const notes = new Map(this.notes)
    if (text) notes.set(order, text)
    else notes.delete(order)
    this.notes = notes
    await this.#written(() => this.#shelf.putNote(order, text))
  }

  async markSeen(order: number) {
    this.seen = new Set(this.seen).add(order)
    await this.#shelf.markSeen(order)
  }

  /** Asks for the way to an order's house and keeps it; without a link the one on the tablet serves. */
  async findRoute(order: number) {
    if (this.#finding.has(order)) return
    this.#finding.add(order)
    try {
      const route = await get<OrderRoute>(`/api/v1/orders/${order}/route`)
      await this.#written(async () => this.#waysAre(await this.#shelf.putRoute(route)))
    } catch {
      // No link, or the order is gone: the socket says so.
    } finally {
      this.#finding.delete(order)
    }
  }

  retry(entry: Entry) {
    return this.#outbox.retry(entry)
  }

  giveUp(entry: Entry) {
    return this.#outbox.giveUp(entry)
  }

  /** Tries the link and the queue now. */
  hurry() {
    this.#line?.socket.hurry()
    void this.#outbox.hurry()
  }

  /** Takes note that the server is there; kept on the device now and then. */
  heard(at: number) {
    this.heardAt = at
    if (at - this.#heardKept < heardEveryMs) return
    this.#heardKept = at
    void this.#shelf.put('heard', at)
  }

  async #keep(data: { crew?: CrewRow; orders?: CrewOrder[] }, at: { epoch: string; offset: number }, whole: boolean) {
    this.#held = await this.#shelf.take(data, at, whole)
    if (data.crew) this.crew = data.crew
    void keepTilesAround(this.me.city, this.#held)
    for (const order of this.#held) if (heads(order) && !this.routes.has(order.id)) void this.findRoute(order.id)
    await this.#settleWhatIsSo()
  }

  /** The device's word on orders and queue, read in one go so that a confirmed step does not flicker. */
  async #readBack() {
    const [entries, orders, crew, photos] = await Promise.all([
      this.#shelf.outbox(), this.#shelf.orders(), this.#shelf.get('crew'), this.#shelf.photos(),
    ])
    this.entries = entries
    this.#held = orders
    this.crew = crew
    this.photos = photos
  }

  async #settleWhatIsSo() {
    for (const entry of this.refused) {
      const { action } = entry
      if (action.kind === 'shift') continue
      const order = this.#held.find((one) => one.id === action.order_id)
      if (alreadySo(entry, order)) await this.#shelf.land(entry, {}).then(() => this.#readBack())
    }
  }

  #waysAre(routes: OrderRoute[]) {
    this.routes = new Map(routes.map((route) => [route.order_id, route]))
  }

  #shiftAsTapped(): boolean | undefined {
    const last = this.entries.findLast((entry) => entry.action.kind === 'shift' && !entry.refused)?.action
    return last?.kind === 'shift' ? last.on : undefined
  }

  #know(classifier: Classifier | undefined) {
    if (classifier) this.#problems = new Map(classifier.problems.map((problem) => [problem.code, problem]))
  }

  #sessionOver() {
    this.signedOut = true
  }

  async #written(write: () => Promise<unknown>) {
    try {
      await write()
      this.full = false
    } catch (error) {
      console.error('tablet: could not keep', (error as Error).name)
      this.full = true
    }
  }
}

function labelOf({ number, address }: CrewOrder): string {
  return `${number} · ${address}`
}
