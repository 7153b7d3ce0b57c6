// The queue: which lane a request stands in, what is asked for, and what comes first. Pure.

import { worstClock } from '../../shared/clocks'
import { isOpenOrder, isOpenRequest } from '../../shared/states'
import type { RequestRow } from '../../shared/wire'

export type Lane = 'parked' | 'needs_crew' | 'in_work' | 'to_verify'

export const lanes: Lane[] = ['needs_crew', 'in_work', 'to_verify', 'parked']

/** The lane of a request; undefined when nobody has to act on it, or it goes the way of its main one. */
export function laneOf(row: RequestRow): Lane | undefined {
  if (row.main_id !== null || !isOpenRequest(row.state)) return undefined
  if (row.parked) return 'parked'
  if (row.state === 'done' || row.state === 'confirmed') return 'to_verify'
  return row.orders.some((order) => isOpenOrder(order.state) && order.state !== 'reserved') ? 'in_work' : 'needs_crew'
}

export interface Wanted {
  text: string
  onlyOverdue: boolean
  /** Category codes; empty is all. */
  categories: string[]
  severities: number[]
}

export const everything: Wanted = { text: '', onlyOverdue: false, categories: [], severities: [] }

export interface LaneRows {
  lane: Lane
  rows: RequestRow[]
}

/** Lanes with their rows, the nearest deadline first, which puts the overdue before all. */
export function queueOf(rows: Iterable<RequestRow>, wanted: Wanted, now: number, titleOf: (problem: string) => string): LaneRows[] {
  const found = new Map<Lane, RequestRow[]>(lanes.map((lane) => [lane, []]))
  const words = wanted.text.split(/\s+/).flatMap((word) => (isNumber(word) ? [word] : wordsOf(word)))
  for (const row of rows) {
    const lane = laneOf(row)
    if (lane && isWanted(row, wanted, words, now, titleOf)) found.get(lane)!.push(row)
  }
  return lanes.map((lane) => ({ lane, rows: found.get(lane)!.sort(byUrgency) }))
}

export function isOverdue(row: RequestRow, now: number): boolean {
  const worst = worstClock(row.clocks)
  return worst !== undefined && Date.parse(worst.due_at) < now
}

function isWanted(row: RequestRow, wanted: Wanted, words: string[], now: number, titleOf: (problem: string) => string): boolean {
  if (wanted.onlyOverdue && !isOverdue(row, now)) return false
  if (wanted.categories.length && !wanted.categories.includes(row.category)) return false
  if (wanted.severities.length && !wanted.severities.includes(row.severity)) return false
  if (!words.length) return true
  const text = plain(` ${row.address} ${row.address_text} ${titleOf(row.problem)} ${row.orders.map((order) => order.crew).join(' ')}`)
  return words.every((word) => (isNumber(word) ? row.number.startsWith(word) : text.includes(` ${word}`)))
}

/** A request's number as people say it, "26-1234", or its beginning. */
function isNumber(word: string): boolean {
  return /^\d\d-\d*$/.test(word)
}

function byUrgency(a: RequestRow, b: RequestRow): number {
  const dueA = worstClock(a.clocks)?.due_at ?? '9'
  const dueB = worstClock(b.clocks)?.due_at ?? '9'
  return compare(dueA, dueB) || a.severity - b.severity || compare(a.registered_at, b.registered_at) || a.id - b.id
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

/** Lower case, ё as е, only letters, digits and spaces. */
export function plain(text: string): string {
  return text.toLowerCase().replaceAll('ё', 'е').replace(/[^\p{L}\p{N}]+/gu, ' ')
}

export function wordsOf(text: string): string[] {
  return plain(text).split(' ').filter(Boolean)
}
