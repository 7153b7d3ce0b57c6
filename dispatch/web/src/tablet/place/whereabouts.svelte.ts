// Where the tablet is. Measured and told only on shift: a crew at home is nobody's business.

import { post } from '../../shared/api'
import type { Point } from '../../shared/wire'
import { type Fix, movingEveryMs, worthTelling } from './cadence'

export class Whereabouts {
  point = $state.raw<Point | null>(null)
  denied = $state(false)
  #crew: number
  #told: Fix | undefined
  #watch: number | undefined
  #triedAt = 0

  constructor(crew: number) {
    this.#crew = crew
  }

  start() {
    if (this.#watch !== undefined || !('geolocation' in navigator)) return
    this.#watch = navigator.geolocation.watchPosition(
      (position) => this.#measured(position),
      (error) => (this.denied = error.code === error.PERMISSION_DENIED),
      { enableHighAccuracy: true, maximumAge: 5000, timeout: 60_000 },
    )
  }

  stop() {
    if (this.#watch !== undefined) navigator.geolocation.clearWatch(this.#watch)
    this.#watch = undefined
    this.#told = undefined
  }

  #measured({ coords, timestamp }: GeolocationPosition) {
    const fix: Fix = { point: [coords.longitude, coords.latitude], accuracyMeters: coords.accuracy, at: timestamp }
    this.denied = false
    this.point = fix.point
    const resting = Date.now() - this.#triedAt < movingEveryMs
    if (!resting && worthTelling(fix, this.#told)) void this.#tell(fix)
  }

  /** A lost report is not repeated: the next fix is seconds away, and an old one is worth nothing. */
  async #tell(fix: Fix) {
    this.#triedAt = Date.now()
    try {
      const body = { point: fix.point, accuracy_meters: fix.accuracyMeters, at: new Date(fix.at).toISOString() }
      await post(`/api/v1/crews/${this.#crew}/position`, body)
      this.#told = fix
    } catch {
      // No link, or the session is over: the outbox and the socket say so.
    }
  }
}
