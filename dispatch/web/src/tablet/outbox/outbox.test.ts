// @vitest-environment node
import 'fake-indexeddb/auto'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { Outbox } from '../../shared/outbox/outbox'
import { Problem } from '../../shared/problem'
import type { CrewOrder, OrderCard, OrderState } from '../../shared/wire'
import { Shelf } from '../keep/shelf'
import { withPending } from '../steps/pending'
import { type Action, type Entry, type Landed, orderOfWork } from './entry'

// The other end of the line: takes what a real server would, by key, and can be cut off or told to refuse.
class Server {
  heard: string[] = []
  keys: string[] = []
  fails: (entry: Entry) => Problem | undefined = () => undefined
  /** The answer is lost on its way back, though the step was made. */
  losesAnswers = false
  #done = new Map<string, Landed>()

  deliver = async (entry: Entry): Promise<Landed> => {
    this.keys.push(entry.key)
    const failure = this.fails(entry)
    if (failure) throw failure
    let landed = this.#done.get(entry.key)
    if (!landed) {
      landed = this.#do(entry.action)
      this.#done.set(entry.key, landed)
    }
    if (this.losesAnswers) throw offline()
    return landed
  }

  #do(action: Action): Landed {
    if (action.kind === 'step') {
      this.heard.push(`${action.order_id} ${action.to}`)
      return { order: { id: action.order_id, version: 10 + this.heard.length, state: action.to, times: {}, may: [] as OrderState[] } as OrderCard }
    }
    this.heard.push(action.kind)
    return action.kind === 'photo' ? { photo_id: 77 } : {}
  }
}

const offline = () => new Problem(0, 'offline', 'Сервер не отвечает', '')
const broken = () => new Problem(503, 'unavailable', 'Недоступно', '')
const refusal = () => new Problem(409, 'transition_not_allowed', 'Нельзя', 'Наряд отозван')

const order = (id: number) =>
  ({ id, version: 5, state: 'delivered', number: `26-${id}`, times: {}, may: ['en_route'], clocks: [], note: '', severity: 2 }) as unknown as CrewOrder
const step = (order_id: number, to: OrderState): Action => ({ kind: 'step', order_id, to, reason: '', note: '' })

let crew = 0
let shelf: Shelf
let server: Server
let outbox: Outbox<Entry, Landed>
let sessionsEnded: number

beforeEach(async () => {
  shelf = await Shelf.open('omsk', ++crew)
  await shelf.take({ orders: [order(1), order(2)] }, { epoch: 'a', offset: 3 }, true)
  server = new Server()
  sessionsEnded = 0
  outbox = makeOutbox()
})

afterEach(async () => {
  await outbox.stop()
  shelf.close()
})

function makeOutbox() {
  let keys = 0
  return new Outbox({
    name: 'test',
    shelf,
    order: orderOfWork,
    deliver: server.deliver,
    onchange: () => {},
    onsession: () => sessionsEnded++,
    newKey: () => `key ${crew}/${++keys}`,
    now: () => '2026-11-23T12:00:00Z',
  })
}

async function cutOff() {
  server.fails = offline
  await outbox.add(step(1, 'en_route'), '26-1')
  await outbox.add(step(1, 'on_site'), '26-1')
  await outbox.hurry()
}

test('an action is on the device before the server hears of it', async () => {
  server.fails = offline
  await outbox.add(step(1, 'en_route'), '26-1')
  const [kept] = await shelf.outbox()
  expect(kept).toMatchObject({ label: '26-1', device_at: '2026-11-23T12:00:00Z', action: { to: 'en_route' } })
})

test('steps made without a link go in order when it is back, and the answers are kept', async () => {
  await cutOff()
  expect(server.heard).toEqual([])
  server.fails = () => undefined
  await outbox.hurry()
  expect(server.heard).toEqual(['1 en_route', '1 on_site'])
  expect(await shelf.outbox()).toEqual([])
  expect((await shelf.orders())[0]).toMatchObject({ id: 1, state: 'on_site', number: '26-1' })
})

test('a lost answer is asked for again with the same key, and the step is made once', async () => {
  server.losesAnswers = true
  await outbox.add(step(1, 'en_route'), '26-1')
  await outbox.hurry()
  server.losesAnswers = false
  await outbox.hurry()
  expect(new Set(server.keys).size).toBe(1)
  expect(server.keys.length).toBeGreaterThan(1)
  expect(server.heard).toEqual(['1 en_route'])
})

test('what waits outlives a restart of the tablet', async () => {
  await cutOff()
  const before = (await shelf.outbox()).map((entry) => entry.key)
  await outbox.stop()
  shelf.close()
  shelf = await Shelf.open('omsk', crew)
  server.fails = () => undefined
  outbox = makeOutbox()
  await outbox.hurry()
  expect(server.heard).toEqual(['1 en_route', '1 on_site'])
  expect(server.keys.slice(-2)).toEqual(before)
})

test('a refused step stays, holds the later steps of its order and no other order', async () => {
  server.fails = (entry) => (entry.action.kind === 'step' && entry.action.order_id === 1 ? refusal() : undefined)
  await outbox.add(step(1, 'en_route'), '26-1')
  await outbox.add(step(1, 'on_site'), '26-1')
  await outbox.add(step(2, 'en_route'), '26-2')
  await outbox.hurry()
  expect(server.heard).toEqual(['2 en_route'])
  const left = await shelf.outbox()
  expect(left.map((entry) => entry.refused?.text)).toEqual(['Наряд отозван', undefined])
})

test('the crew leaves it as on the server: the step and what stood on it go, the photo is still sent', async () => {
  server.fails = (entry) => (entry.action.kind === 'step' ? refusal() : offline())
  await outbox.add(step(1, 'on_site'), '26-1')
  await outbox.add({ kind: 'photo', order_id: 1, photo: new Blob(['jpeg']) }, '26-1')
  await outbox.add(step(1, 'done'), '26-1')
  await outbox.hurry()
  server.fails = () => undefined
  await outbox.giveUp((await shelf.outbox()).find((entry) => entry.refused)!)
  expect(server.heard).toEqual(['photo'])
  expect(await shelf.outbox()).toEqual([])
  expect(await shelf.photos()).toEqual([{ photo_id: 77, order_id: 1 }])
})

test('the crew tries again: the same key, and the rest follows', async () => {
  server.fails = refusal
  await outbox.add(step(1, 'en_route'), '26-1')
  await outbox.add(step(1, 'on_site'), '26-1')
  await outbox.hurry()
  server.fails = () => undefined
  const refused = (await shelf.outbox())[0]!
  await outbox.retry(refused)
  expect(server.heard).toEqual(['1 en_route', '1 on_site'])
  expect(server.keys).toContain(refused.key)
})

test('a photo that cannot pass does not hold up steps', async () => {
  server.fails = (entry) => (entry.action.kind === 'photo' ? broken() : undefined)
  await outbox.add({ kind: 'photo', order_id: 1, photo: new Blob(['jpeg']) }, '26-1')
  await outbox.add(step(1, 'en_route'), '26-1')
  await outbox.hurry()
  expect(server.heard).toEqual(['1 en_route'])
  expect((await shelf.outbox()).map((entry) => entry.action.kind)).toEqual(['photo'])
})

test('the session is over: nothing is lost, all goes after signing in', async () => {
  server.fails = () => new Problem(401, 'no_session', 'Войдите', '')
  await outbox.add(step(1, 'en_route'), '26-1')
  await outbox.hurry()
  expect(sessionsEnded).toBeGreaterThan(0)
  expect(await shelf.outbox()).toHaveLength(1)
  server.fails = () => undefined
  await outbox.hurry()
  expect(server.heard).toEqual(['1 en_route'])
})

test('a server in trouble is no refusal', async () => {
  server.fails = broken
  await outbox.add(step(1, 'en_route'), '26-1')
  await outbox.hurry()
  expect((await shelf.outbox())[0]!.refused).toBeUndefined()
})

test('another crew of the same tablet has its own queue', async () => {
  await cutOff()
  const other = await Shelf.open('omsk', 9000)
  expect(await other.outbox()).toEqual([])
  other.close()
})

test('a snapshot replaces the orders and leaves the queue; an unsent step still shows', async () => {
  await cutOff()
  await shelf.take({ orders: [{ ...order(1), version: 6 }] }, { epoch: 'b', offset: 1 }, true)
  const [only, ...rest] = await shelf.orders()
  expect(rest).toEqual([])
  expect(withPending(only!, await shelf.outbox()).state).toBe('on_site')
  expect(await shelf.get('position')).toEqual({ epoch: 'b', offset: 1 })
})
