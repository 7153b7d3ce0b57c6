import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { LiveSocket, type Listener } from './socket.svelte'

// A socket of the browser with the server's end in the test's hand; what it says is the protocol's own JSON.
class Wire {
  static readonly OPEN = 1
  static opened: Wire[] = []
  readyState = 0
  said: string[] = []
  onopen?: () => void
  onmessage?: (event: { data: string }) => void
  onclose?: (event: { code: number }) => void

  constructor(readonly url: string) {
    Wire.opened.push(this)
  }

  send(text: string) {
    this.said.push(text)
  }

  close() {
    this.readyState = 3
  }

  open() {
    this.readyState = Wire.OPEN
    this.onopen?.()
    this.tell({ t: 'hello', now: '2026-11-23T12:00:00.000Z', node: 'a' })
  }

  tell(frame: object) {
    this.onmessage?.({ data: JSON.stringify(frame) })
  }

  cut(code: number) {
    this.readyState = 3
    this.onclose?.({ code })
  }

  get heard() {
    return this.said.map((text) => JSON.parse(text))
  }
}

const last = () => Wire.opened.at(-1)!
const snapshot = { t: 'snapshot', topic: 'board', epoch: 'e1', offset: 4, data: 'whole' }
const delta = (after: number, offset: number, epoch = 'e1') => ({ t: 'delta', topic: 'board', epoch, after, offset, data: `to ${offset}` })

let told: unknown[]
let socket: LiveSocket
const listener: Listener = {
  snapshot: (data) => told.push(data),
  delta: (data) => told.push(data),
  state: (states) => told.push(states),
  refused: (code) => told.push(code),
  live: () => told.push('live'),
}

async function begin(ticket: () => Promise<string> = async () => 'one-time') {
  socket = new LiveSocket({ ticket, connect: (url) => new Wire(url) as unknown as WebSocket, onended: () => told.push('ended') })
  socket.watch('board', listener)
  socket.start()
  await vi.advanceTimersByTimeAsync(0)
}

beforeEach(() => {
  vi.useFakeTimers()
  vi.spyOn(Math, 'random').mockReturnValue(0.5)
  told = []
  Wire.opened = []
})

afterEach(() => {
  socket.stop()
  vi.useRealTimers()
  vi.restoreAllMocks()
})

test('a ticket, a socket, a subscription, a snapshot, deltas', async () => {
  await begin()
  last().open()
  expect(last().url).toContain('/api/v1/socket?ticket=one-time')
  expect(last().heard).toEqual([{ t: 'sub', topic: 'board' }])
  last().tell(snapshot)
  last().tell({ t: 'live', topic: 'board', epoch: 'e1', offset: 4 })
  last().tell(delta(4, 6))
  last().tell({ t: 'state', topic: 'board', data: { '7': { crew_id: 7 } } })
  expect(told).toEqual(['whole', 'live', 'to 6', { '7': { crew_id: 7 } }])
  expect(socket.state).toBe('live')
})

describe('a gap is proven, never guessed', () => {
  beforeEach(async () => {
    await begin()
    last().open()
    last().tell(snapshot)
  })

  test.each([
    ['overlaps what is held: applied', delta(3, 6), ['whole', 'to 6'], 1],
    ['repeats what is held: passed over', delta(2, 4), ['whole'], 1],
    ['begins later than what is held: asked again', delta(5, 6), ['whole'], 2],
    ['is of another epoch: asked again', delta(4, 5, 'e2'), ['whole'], 2],
  ])('a delta that %s', (_, frame, applied, subscriptions) => {
    last().tell(frame)
    expect(told).toEqual(applied)
    expect(last().heard.length).toBe(subscriptions)
    if (subscriptions === 2) expect(last().heard[1]).toEqual({ t: 'sub', topic: 'board', epoch: 'e1', offset: 4 })
  })
})

test('after a cut it resumes from where it was', async () => {
  await begin()
  last().open()
  last().tell(snapshot)
  last().tell(delta(4, 9))
  last().cut(1006)
  expect(socket.state).toBe('lost')
  await vi.advanceTimersByTimeAsync(1000)
  last().open()
  expect(last().heard).toEqual([{ t: 'sub', topic: 'board', epoch: 'e1', offset: 9 }])
})

test.each([
  [4100, 500, 2],
  [1006, 500, 2],
  [4200, 999, 1],
  [4200, 15_000, 2],
  [4300, 60_000, 1],
])('closed with %i, after %i ms there have been %i sockets', async (code, ms, sockets) => {
  await begin()
  last().open()
  last().cut(code)
  await vi.advanceTimersByTimeAsync(ms)
  expect(Wire.opened.length).toBe(sockets)
  expect(told.includes('ended')).toBe(code === 4300)
})

test('twenty-five silent seconds are a dead socket', async () => {
  await begin()
  last().open()
  await vi.advanceTimersByTimeAsync(20_000)
  last().tell({ t: 'tick', now: '2026-11-23T12:00:20.000Z' })
  await vi.advanceTimersByTimeAsync(24_000)
  expect(socket.state).toBe('live')
  await vi.advanceTimersByTimeAsync(1_000)
  expect(socket.state).toBe('lost')
})

test('a refused ticket ends it, a lost one is asked for again', async () => {
  await begin(async () => Promise.reject({ status: 0 }))
  expect(socket.state).toBe('lost')
  socket.stop()
  await begin(async () => Promise.reject({ status: 401 }))
  expect(socket.state).toBe('ended')
})
