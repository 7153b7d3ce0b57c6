// What the panel makes of a reading: streets with their houses, and the text with what was found in it.

import type { HouseReading, Reading, SpanReading } from '../../shared/wire'

/** Below it a house is shown as doubtful: another spelling of the number, or only the place of the damage. */
const sureFrom = 0.8

export function isUnsure(house: HouseReading): boolean {
  return house.confidence < sureFrom
}

export interface Street {
  name: string
  houses: HouseReading[]
}

/** Houses by street, in the order in which the text names the streets first. */
export function streetsOf(houses: HouseReading[]): Street[] {
  const streets = new Map<string, HouseReading[]>()
  for (const house of houses) {
    const name = house.street || house.address
    streets.set(name, [...(streets.get(name) ?? []), house])
  }
  return [...streets].map(([name, houses]) => ({ name, houses }))
}

/** The first houses of some streets, `most` of them in all. */
export function firstOf(streets: Street[], most: number): Street[] {
  let left = most
  return streets.flatMap(({ name, houses }) => {
    const first = houses.slice(0, left)
    left -= first.length
    return first.length ? [{ name, houses: first }] : []
  })
}

export type Mark = 'house' | 'unsure' | 'site' | 'area' | 'institution' | 'missed'

export interface Piece {
  text: string
  mark: Mark | ''
  chosen: boolean
}

/** Cuts a text at the spans of its reading. `read` is the text that the reading is of: what differs from it is not marked. */
export function piecesOf(text: string, read: string, reading: Reading | undefined, chosen: SpanReading | undefined): Piece[] {
  const letters = [...text] // spans count code points
  const same = commonLength(letters, [...read])
  const marks: (Mark | '')[] = letters.map(() => '')
  const paint = (span: SpanReading, mark: Mark) => span.end <= same && marks.fill(mark, span.start, span.end)
  for (const { span } of reading?.areas ?? []) paint(span, 'area')
  for (const span of reading?.institutions ?? []) paint(span, 'institution')
  for (const { span } of reading?.unresolved ?? []) paint(span, 'missed')
  for (const { span } of reading?.site ?? []) paint(span, 'site')
  for (const house of reading?.houses ?? []) paint(house.span, isUnsure(house) ? 'unsure' : 'house')
  const within = (at: number) => chosen !== undefined && chosen.end <= same && at >= chosen.start && at < chosen.end
  const pieces: Piece[] = []
  letters.forEach((letter, at) => {
    const last = pieces.at(-1)
    if (last && last.mark === marks[at] && last.chosen === within(at)) last.text += letter
    else pieces.push({ text: letter, mark: marks[at]!, chosen: within(at) })
  })
  return pieces
}

function commonLength(a: string[], b: string[]): number {
  const differs = a.findIndex((letter, at) => letter !== b[at])
  return differs < 0 ? a.length : differs
}

/** The addresses in the register's spelling, one a line. */
export function addressesOf(reading: Reading): string {
  return reading.houses.map(({ address }) => address).join('\n')
}
