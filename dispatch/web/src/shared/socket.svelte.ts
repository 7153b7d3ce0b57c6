// One socket of a screen: takes a ticket, connects, watches topics, resumes where it was, proves that it has no gap,
// and notices silence. What a topic means is told by the listener; this file knows frames only (realtime/PROTOCOL.md).

import { cityTime } from './cityTime.svelte'
import { afterClose, type ClientFrame, type Position, type ServerFrame } from './frames'

export interface Listener {
  /** The whole state of the topic: forget what was held. */
  snapshot(data: unknown, at: Position): void
  /** What changed; may repeat what is known: merge by id, the higher version wins. */
  delta(data: unknown, at: Position): void
  /** All that happened is here: what follows comes as it happens. */
  live?(): void
  /** Lossy state by key, the latest wins; null forgets a key. */
  state?(states: Record<string, unknown>): void
  /** Where to resume from: a screen that keeps its data over restarts answers its stored position. */
  from?(): Position | undefined
  /** The server will not serve this topic. */
  refused?(code: string): void
}

export type Connection = 'connecting' | 'live' | 'lost' | 'ended'

interface Watched {
  listener: Listener
  at: Position | undefined
  live: boolean
}

interface Options {
  /** Takes a one-time ticket. A Problem of 401 or 403 ends the socket, others are tried again. */
  ticket: () => Promise<string>
  onended?: () => void
  connect?: (url: string) => WebSocket
}

const silenceMs = 25_000

export class LiveSocket {
  state = $state<Connection>('connecting')
  /** When the last frame came, by this machine's clock; null before the first. */
  heardAt = $state<number | null>(null)
  #topics = new Map<string, Watched>()
  #socket: WebSocket | undefined
  #failures = 0
  #wasLive = false
  #retry: ReturnType<typeof setTimeout> | undefined
  #silence: ReturnType<typeof setTimeout> | undefined
  #stopped = false
  #options: Options
  #wake = () => this.hurry()

  constructor(options: Options) {
    this.#options = options
  }

  start() {
    addEventListener('online', this.#wake)
    void this.#open()
  }

  stop() {
    this.#stopped = true
    removeEventListener('online', this.#wake)
    clearTimeout(this.#retry)
    clearTimeout(this.#silence)
    this.#socket?.close(1000)
    this.state = 'ended'
  }

  /** Tries now instead of waiting for the next attempt. */
  hurry() {
    if (this.state !== 'lost' || this.#stopped) return
    clearTimeout(this.#retry)
    void this.#open()
  }

  watch(topic: string, listener: Listener): () => void {
    const watched: Watched = { listener, at: listener.from?.(), live: false }
    this.#topics.set(topic, watched)
    this.#subscribe(topic, watched)
    return () => {
      if (this.#topics.get(topic) !== watched) return
      this.#topics.delete(topic)
      this.#send({ t: 'unsub', topic })
    }
  }

  /** Tells the server that all up to this position is safely kept here. */
  ack(topic: string, at: Position) {
    this.#send({ t: 'ack', topic, ...at })
  }

  async #open() {
    if (this.#stopped) return
    this.state = 'connecting'
    let ticket: string
    try {
      ticket = await this.#options.ticket()
    } catch (error) {
      const status = (error as { status?: number }).status
      if (status === 401 || status === 403) this.#end()
      else this.#later(3000)
      return
    }
    if (this.#stopped) return
    const url = `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/api/v1/socket?ticket=${encodeURIComponent(ticket)}`
    const socket = (this.#options.connect ?? ((at: string) => new WebSocket(at)))(url)
    this.#socket = socket
    this.#listenForSilence()
    socket.onopen = () => this.#topics.forEach((watched, topic) => this.#subscribe(topic, watched))
    socket.onmessage = (event) => this.#socket === socket && this.#receive(String(event.data))
    socket.onclose = (event) => this.#socket === socket && this.#closed(event.code)
  }

  #closed(code: number) {
    clearTimeout(this.#silence)
    this.#socket = undefined
    if (this.#stopped) return
    const next = afterClose(code)
    if (next === 'never') this.#end()
    else if (this.#wasLive && (next === 'now' || code < 4000)) this.#soon()
    else this.#later(15_000)
    this.#wasLive = false
  }

  #end() {
    this.state = 'ended'
    this.#options.onended?.()
  }

  /** At once, but spread a little, so that a thousand screens do not come in one instant. */
  #soon() {
    this.state = 'lost'
    this.#retry = setTimeout(() => void this.#open(), Math.random() * 500)
  }

  /** After a random while from a second to `firstMs`, which doubles with every failure up to a minute. */
  #later(firstMs: number) {
    this.state = 'lost'
    const most = Math.min(60_000, firstMs * 2 ** Math.min(this.#failures++, 6))
    this.#retry = setTimeout(() => void this.#open(), 1000 + Math.random() * (most - 1000))
  }

  #listenForSilence() {
    clearTimeout(this.#silence)
    this.#silence = setTimeout(() => this.#drop(), silenceMs)
  }

  /** The other side is silent or not to be trusted: leave this socket without waiting for its close. */
  #drop() {
    const socket = this.#socket
    this.#socket = undefined
    clearTimeout(this.#silence)
    this.#wasLive = false
    socket?.close(4000)
    this.#soon()
  }

  #subscribe(topic: string, watched: Watched) {
    watched.live = false
    this.#send({ t: 'sub', topic, ...(watched.at ?? {}) })
  }

  #send(frame: ClientFrame) {
    if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify(frame))
  }

  #receive(text: string) {
    this.#listenForSilence()
    this.heardAt = Date.now()
    const frame = JSON.parse(text) as ServerFrame
    switch (frame.t) {
      case 'hello':
      case 'tick':
        this.#failures = 0
        this.#wasLive = true
        this.state = 'live'
        cityTime.heard(frame.now)
        return
      case 'snapshot':
        return this.#apply(frame.topic, frame, (listener) => listener.snapshot(frame.data, frame))
      case 'delta':
        return this.#applyDelta(frame)
      case 'live':
        return this.#caughtUp(frame)
      case 'state':
        return this.#topics.get(frame.topic)?.listener.state?.(frame.data)
      case 'error':
        if (frame.topic) this.#topics.get(frame.topic)?.listener.refused?.(frame.code)
    }
  }

  #applyDelta(frame: Extract<ServerFrame, { t: 'delta' }>) {
    const watched = this.#topics.get(frame.topic)
    if (!watched) return
    const at = watched.at
    if (!at || at.epoch !== frame.epoch || frame.after > at.offset) {
      // A gap. What is held stays true as of its position, so ask again from there.
      this.#subscribe(frame.topic, watched)
      return
    }
    if (frame.offset <= at.offset) return
    this.#apply(frame.topic, frame, (listener) => listener.delta(frame.data, frame))
  }

  #caughtUp({ topic, epoch, offset }: Extract<ServerFrame, { t: 'live' }>) {
    const watched = this.#topics.get(topic)
    if (!watched) return
    if (watched.at?.epoch !== epoch || watched.at.offset !== offset) return this.#subscribe(topic, watched)
    watched.live = true
    watched.listener.live?.()
  }

  #apply(topic: string, { epoch, offset }: Position, hand: (listener: Listener) => void) {
    const watched = this.#topics.get(topic)
    if (!watched) return
    hand(watched.listener)
    watched.at = { epoch, offset }
  }
}
