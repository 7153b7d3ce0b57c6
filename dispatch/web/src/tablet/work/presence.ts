// The tablet says that it is there, and since when what was done on it waits: the board shows how far the crew is behind.

import { post } from '../../shared/api'
import type { Entry } from '../outbox/entry'

const sayEveryMs = 30_000

/** The device's time of the oldest action that the server has not confirmed; null: nothing waits. */
export function waitsSince(entries: Entry[]): string | null {
  return entries.reduce<string | null>((oldest, { device_at }) => (oldest && oldest < device_at ? oldest : device_at), null)
}

/** Says so now and every half a minute; the answer stops it. A word that is lost is not repeated: the next one is near. */
export function sayPresent(crew: number, entries: () => Entry[]): () => void {
  const say = () => void post(`/api/v1/crews/${crew}/tablet`, { waits_since: waitsSince(entries()) }).catch(() => {})
  say()
  const timer = setInterval(say, sayEveryMs)
  return () => clearInterval(timer)
}
