// The tablet's end of its crew's topic: keeps what comes, then acknowledges. The acknowledgement marks orders delivered,
// so it never goes before the data is safe on the device, and never before the server has said that all is here.

import { post } from '../../shared/api'
import type { Position } from '../../shared/frames'
import { LiveSocket } from '../../shared/socket.svelte'
import type { CrewData } from '../../shared/wire'

interface Options {
  topic: string
  from: Position | undefined
  /** Keeps the data and the position; resolves when both are on the device. */
  keep: (data: CrewData, at: Position, whole: boolean) => Promise<void>
  onended: () => void
  onrefused: () => void
}

export class Line {
  readonly socket: LiveSocket
  #options: Options
  #kept: Position | undefined
  #live = false
  #keeping: Promise<void> = Promise.resolve()

  constructor(options: Options) {
    this.#options = options
    this.#kept = options.from
    this.socket = new LiveSocket({
      ticket: async () => (await post<{ ticket: string }>('/api/v1/tickets')).ticket,
      onended: options.onended,
      connect: (url) => {
        this.#live = false
        return new WebSocket(url)
      },
    })
  }

  start() {
    const { topic, from, onrefused } = this.#options
    this.socket.watch(topic, {
      from: () => from,
      snapshot: (data, at) => this.#keep(data as CrewData, at, true),
      delta: (data, at) => this.#keep(data as CrewData, at, false),
      live: () => this.#caughtUp(),
      refused: (code) => code === 'forbidden' && onrefused(),
    })
    this.socket.start()
  }

  /** Closes, and waits until what has come is kept. */
  async stop() {
    this.socket.stop()
    await this.#keeping
  }

  #keep(data: CrewData, { epoch, offset }: Position, whole: boolean) {
    const at = { epoch, offset }
    this.#keeping = this.#keeping.then(async () => {
      await this.#options.keep(data, at, whole)
      this.#kept = at
      if (this.#live) this.socket.ack(this.#options.topic, at)
    })
    // A device that cannot write does not acknowledge: the board then shows the order as not delivered.
    this.#keeping = this.#keeping.catch((error) => console.error('tablet: could not keep', (error as Error).name))
  }

  #caughtUp() {
    this.#keeping = this.#keeping.then(() => {
      this.#live = true
      if (this.#kept) this.socket.ack(this.#options.topic, this.#kept)
    })
  }
}
