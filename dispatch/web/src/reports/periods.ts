// Periods by the city's calendar, as local moments ("2026-11-23T14:05"): the end is not included.

export type PeriodName = 'shift' | 'lastShift' | 'yesterday' | 'week' | 'month' | 'own'
export type Period = readonly [from: string, to: string]

const day = 24 * 60 * 60_000

const read = (local: string) => Date.parse(`${local.slice(0, 16)}Z`)
const write = (at: number) => new Date(at).toISOString().slice(0, 16)

/** The period of a name at a local moment. When a shift begins is the desk's to say: the server knows it. */
export function periodOf(name: Exclude<PeriodName, 'own' | 'shift' | 'lastShift'>, now: string): Period {
  const at = read(now)
  const today = Math.floor(at / day) * day
  switch (name) {
    case 'yesterday': return [write(today - day), write(today)]
    case 'week': return [write(today - ((new Date(today).getUTCDay() + 6) % 7) * day), write(today + day)]
    case 'month': return [`${now.slice(0, 7)}-01T00:00`, write(today + day)]
  }
}
