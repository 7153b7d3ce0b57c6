import type { CrewRow } from '../../shared/wire'

// A tablet says every 30 s that it is there: two words may be lost.
const silentMs = 90_000
const unsentMs = 60_000

/** How far a crew on shift is behind, in milliseconds: its tablet is not heard, or what was done on it waits. 0: it is not. */
export function lagOf({ tablet, on_shift, heard_at, waits_since }: CrewRow, now: number): number {
  if (!tablet || !on_shift || !heard_at) return 0
  const silent = now - Date.parse(heard_at)
  const waits = waits_since ? now - Date.parse(waits_since) : 0
  return Math.max(silent > silentMs ? silent : 0, waits > unsentMs ? waits : 0)
}
