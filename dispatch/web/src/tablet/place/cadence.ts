import type { Point } from '../../shared/wire'
import { metersBetween } from './distance'

export interface Fix {
  point: Point
  accuracyMeters: number
  /** When the device measured it, milliseconds. */
  at: number
}

const worstAccuracyMeters = 150
const movedMeters = 25
/** The least time between two reports. */
export const movingEveryMs = 10_000
const stillEveryMs = 120_000

/**
 * Whether a fix is worth telling: good enough, and either the crew has moved (at most every 10 s) or it stands and
 * nothing was told for 2 minutes. A move counts when it is larger than what the measurements may be wrong by.
 */
export function worthTelling(fix: Fix, told: Fix | undefined): boolean {
  if (!(fix.accuracyMeters <= worstAccuracyMeters)) return false
  if (!told) return true
  const passedMs = fix.at - told.at
  if (passedMs < movingEveryMs) return false
  if (passedMs >= stillEveryMs) return true
  return metersBetween(fix.point, told.point) > Math.max(movedMeters, fix.accuracyMeters / 2)
}
