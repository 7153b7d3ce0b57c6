// What a line of the journal of changes tells, in words: each changed field before and after. Pure.

import { dateAndTime } from '../../shared/cityTime.svelte'
import { counted, dictionary } from '../../shared/i18n.svelte'
import type { Rotation, RosterLine } from '../../shared/wire'
import { codeName, codesOf } from '../codes'
import { dayText } from './days'

const words = dictionary({
  none: ['нет', 'none'],
  yes: ['да', 'yes'],
  no: ['нет', 'no'],
  person: ['Имя', 'Name'],
  there: ['есть', 'given'],
  another: ['есть, другой', 'given, another one'],
  everyDay: ['каждый день', 'every day'],
  wholeDay: ['весь день', 'the whole day'],
  noEnd: ['без срока', 'no end'],
  everybody: ['всех', 'everybody'],
  nobody: ['никто', 'nobody'],
  standIn: [
    (person: string, instead: string, from: string, to: string) => `${person} вместо ${instead}, с ${from} по ${to}`,
    (person: string, instead: string, from: string, to: string) => `${person} instead of ${instead}, from ${from} to ${to}`,
  ],
  rotation: [
    (from: string, hours: number, at: string, turns: string) => `с ${from}, смены по ${counted(hours, 'часу', 'часа', 'часов')} от ${at}: ${turns}`,
    (from: string, hours: number, at: string, turns: string) => `from ${from}, ${hours} h from ${at}: ${turns}`,
  ],
})

/** A changed field: "Роль", "мастер", "главный инженер". */
export interface ToldField {
  field: string
  before: string
  after: string
}

const ofPeople = ['person', 'account', 'account_disabled']

type Sides = [before: unknown, after: unknown]

/** The changed fields of a line, in the order of the forms. */
export function toldFields(line: RosterLine): ToldField[] {
  const changes = (line.detail.changes ?? {}) as Record<string, Sides>
  return codesOf('changed_field')
    .filter((field) => field in changes && !(field === 'name' && changes.name![0] === null)) // of a new row the line says the name itself
    .map((field) => ({ field: field === 'name' && ofPeople.includes(line.kind) ? words.person : codeName('changed_field', field), ...sides(field, changes[field]!) }))
}

function sides(field: string, [before, after]: Sides): Pick<ToldField, 'before' | 'after'> {
  // Of a contact only whether it is there is told; there before and after means that it is another one.
  if (before === true && after === true) return { before: words.there, after: words.another }
  return { before: value(field, before), after: value(field, after) }
}

function value(field: string, side: unknown): string {
  if (field === 'days') return side ? codeName('days', String(side)) : words.everyDay
  if (field === 'window') return String(side || words.wholeDay)
  if (field === 'to' && !side) return words.noEnd
  if (['tablet', 'on_call', 'disabled'].includes(field)) return side ? words.yes : words.no
  if (side === true) return words.there
  if (!side || (Array.isArray(side) && !side.length)) return words.none
  if (field === 'kind') return codeName('organisation_kind', String(side))
  if (field === 'role') return codeName('role', String(side))
  if (field === 'from' || field === 'to') return dayText(String(side))
  if (field === 'skills') return (side as string[]).map((skill) => codeName('skill', skill)).join(', ')
  if (field === 'rotations') return (side as (Omit<Rotation, 'turns'> & { turns: string[][] })[]).map(rotation).join('; ')
  return String(side)
}

function rotation({ first, hours, hand_over, turns, days }: Omit<Rotation, 'turns'> & { turns: string[][] }): string {
  const said = words.rotation(dayText(first), hours, hand_over, turns.map((turn) => turn.join(' + ')).join(', '))
  return days ? `${said} (${codeName('days', days)})` : said
}

/** What stands in a line that changed no field: who stands in for whom, who swapped. */
export function toldDeeds({ detail }: RosterLine): string[] {
  const deeds = detail.first ? [detail.first, detail.second] : 'instead' in detail ? [detail] : []
  return (deeds as Record<string, string>[]).map(({ person, instead, from, to }) => words.standIn(person || words.nobody, instead || words.everybody, dateAndTime(from!), dateAndTime(to!)))
}

/** Everything that a line tells, for the search. */
export const toldText = (line: RosterLine) => [...toldFields(line).flatMap(({ field, before, after }) => [field, before, after]), ...toldDeeds(line)].join(' ')
