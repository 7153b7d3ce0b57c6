// Periods by the city's calendar, as local moments ("2026-11-23T14:05"): the end is not included.

export type PeriodName = 'shift' | 'lastShift' | 'yesterday' | 'week' | 'month' | 'own'
export type Period = readonly [from: string, to: string]

const minute = 60_000
const day = 24 * 60 * minute
/** The day shift is taken over at eight, the night shift twelve hours later, as dispatch/reports has it. */
const takeOver = 8 * 60 * minute
const shift = 12 * 60 * minute

const read = (local: string) => Date.parse(`${local.slice(0, 16)}Z`)
const write = (at: number) => new Date(at).toISOString().slice(0, 16)

/** The period of a name at a local moment. */
export function periodOf(name: Exclude<PeriodName, 'own'>, now: string): Period {
  const at = read(now)
  const today = Math.floor(at / day) * day
  const shiftBegan = Math.floor((at - takeOver) / shift) * shift + takeOver
  switch (name) {
    case 'shift': return [write(shiftBegan), write(shiftBegan + shift)]
    case 'lastShift': return [write(shiftBegan - shift), write(shiftBegan)]
    case 'yesterday': return [write(today - day), write(today)]
    case 'week': return [write(today - ((new Date(today).getUTCDay() + 6) % 7) * day), write(today + day)]
    case 'month': return [`${now.slice(0, 7)}-01T00:00`, write(today + day)]
  }
}
