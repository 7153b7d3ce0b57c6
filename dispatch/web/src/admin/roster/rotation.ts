// What the form of a rotation makes of what is entered. Pure.

import type { Rotation, Watch } from '../../shared/wire'

/** The lengths that are offered: parts of a day, days, a week. */
export const lengths = [6, 8, 12, 24, 48, 72, 168]

/** A rotation to begin the form with: as the newest one that has no end, from a day on; a day and its night where there is none. */
export function begun(rotations: Rotation[], first: string): Rotation[] {
  const open = rotations.filter((one) => one.last === '')
  if (!open.length) return [{ days: '', first, last: '', hand_over: '08:00', hours: 24, daily: false, turns: [[]] }]
  return open.map((one) => ({ ...one, first, turns: one.turns.map((turn) => [...turn]) }))
}

/** The rotations as they are sent: a place that nobody was chosen for is no place, a turn of nobody no turn. */
export function entered(rotations: Rotation[]): Rotation[] {
  return rotations.map((one) => ({
    ...one,
    hours: Number(one.hours),
    daily: one.hours < 24 && one.daily,
    turns: one.turns.map((turn) => turn.filter((person) => person > 0)).filter((turn) => turn.length),
  }))
}

/** Watches of the same span side by side, in the order in which they begin. */
export function together(watches: Watch[]): Watch[][] {
  const rows = new Map<string, Watch[]>()
  for (const watch of watches) rows.set(`${watch.from} ${watch.to}`, [...(rows.get(`${watch.from} ${watch.to}`) ?? []), watch])
  return [...rows.values()]
}

/** A list with one of its entries moved a place up or down. */
export function moved<T>(list: T[], from: number, by: -1 | 1): T[] {
  const to = from + by
  if (to < 0 || to >= list.length) return list
  const next = [...list]
  ;[next[from], next[to]] = [next[to]!, next[from]!]
  return next
}
