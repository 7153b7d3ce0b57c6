// Time as the city sees it. The server's clock is the only one that counts: its ticks give the offset of this
// machine's clock, so that a wrong clock on a desk neither hides nor invents an overdue term.

import { tongue } from './i18n.svelte'
import type { Time } from './wire'

class CityTime {
  zone = $state('UTC')
  /** Milliseconds since the epoch by the server's clock; moves once a second. */
  now = $state(Date.now())
  #offsetMs = 0
  #timer: ReturnType<typeof setInterval> | undefined

  /** Takes the server's time of this very moment. */
  heard(serverTime: Time) {
    const told = Date.parse(serverTime)
    if (Number.isNaN(told)) return
    this.#offsetMs = told - Date.now()
    this.now = told
  }

  /** Starts the once-a-second beat; the answer stops it. */
  beat(): () => void {
    clearInterval(this.#timer)
    this.now = Date.now() + this.#offsetMs
    this.#timer = setInterval(() => (this.now = Date.now() + this.#offsetMs), 1000)
    return () => clearInterval(this.#timer)
  }

  /** This very moment by the server's clock, as the API takes it. */
  moment(): Time {
    return new Date(Date.now() + this.#offsetMs).toISOString()
  }
}

export const cityTime = new CityTime()

const formats = new Map<string, Intl.DateTimeFormat>()

function format(options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const locale = tongue.language === 'ru' ? 'ru-RU' : 'en-GB'
  const key = `${locale} ${cityTime.zone} ${JSON.stringify(options)}`
  let made = formats.get(key)
  if (!made) {
    made = new Intl.DateTimeFormat(locale, { timeZone: cityTime.zone, hourCycle: 'h23', ...options })
    formats.set(key, made)
  }
  return made
}

/** "14:05" in the city's zone. */
export function clockFace(at: Time | number): string {
  return format({ hour: '2-digit', minute: '2-digit' }).format(new Date(at))
}

/** "14:05:09" in the city's zone. */
export function clockFaceSeconds(at: Time | number): string {
  return format({ hour: '2-digit', minute: '2-digit', second: '2-digit' }).format(new Date(at))
}

/** "14:05" today, "23 нояб., 14:05" on another day of the city. */
export function dayAndTime(at: Time | number): string {
  const day = format({ year: 'numeric', month: '2-digit', day: '2-digit' })
  if (day.format(new Date(at)) === day.format(cityTime.now)) return clockFace(at)
  return format({ day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' }).format(new Date(at))
}

/** "пн, 23 нояб., 14:05": for a plan, where the weekday counts. */
export function weekdayAndTime(at: Time | number): string {
  return format({ weekday: 'short', day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' }).format(new Date(at))
}

/** "23 нояб. 2026 г., 14:05" whatever the day is: for what is read later too. */
export function dateAndTime(at: Time | number): string {
  return format({ day: 'numeric', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit' }).format(new Date(at))
}

/** The value of an input type=datetime-local, "2026-11-23T14:05", for a moment in the city's zone. */
export function toLocalInput(at: Time | number): string {
  const parts = new Intl.DateTimeFormat('en-CA', {
    timeZone: cityTime.zone, hourCycle: 'h23',
    year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit',
  }).formatToParts(new Date(at))
  const part = (type: string) => parts.find((one) => one.type === type)?.value ?? ''
  return `${part('year')}-${part('month')}-${part('day')}T${part('hour')}:${part('minute')}`
}

/** The moment that a datetime-local value names in the city's zone; null when it is not whole. */
export function fromLocalInput(value: string): Time | null {
  const naive = /^\d{4}-\d\d-\d\dT\d\d:\d\d/.test(value) ? Date.parse(`${value}Z`) : NaN
  if (Number.isNaN(naive)) return null
  // The zone's offset at the guess; asked twice, because the guess may stand across a change of the offset.
  let moment = naive
  for (let round = 0; round < 2; round++) {
    moment = naive - (Date.parse(`${toLocalInput(moment)}Z`) - Math.floor(moment / 60_000) * 60_000)
  }
  return new Date(moment).toISOString()
}
