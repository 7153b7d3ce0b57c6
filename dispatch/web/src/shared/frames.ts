// The frames of the socket, as realtime/PROTOCOL.md describes them and realtime/golden holds them.

import type { Time } from './wire'

export interface Position {
  epoch: string
  offset: number
}

export type ServerFrame =
  | { t: 'hello'; node?: string; now: Time }
  | ({ t: 'snapshot'; topic: string; data: unknown } & Position)
  | ({ t: 'delta'; topic: string; after: number; data: unknown } & Position)
  | ({ t: 'live'; topic: string } & Position)
  | { t: 'state'; topic: string; data: Record<string, unknown> }
  | { t: 'tick'; now: Time }
  | { t: 'error'; code: string; topic?: string; message?: string }

export type ClientFrame =
  | ({ t: 'sub'; topic: string } & Partial<Position>)
  | { t: 'unsub'; topic: string }
  | ({ t: 'ack'; topic: string } & Position)

/** What to do after a close: the code's hundred decides, so that an older screen obeys a newer code. */
export function afterClose(code: number): 'now' | 'later' | 'never' {
  const hundred = Math.floor(code / 100)
  if (hundred === 41) return 'now'
  if (hundred === 43) return 'never'
  return 'later'
}
