// A norm in words: where it is written, what it waits for, what it binds. Pure.

import { clauseText, clockTitle } from '../../shared/clocks'
import { codeName } from '../codes'
import { provenance } from './provenance'
import type { Norm } from './rules'
import { counts, term } from './term'

/** "ПП 416, п. 13". */
export const clauseOf = (norm: Norm) => clauseText(`${norm.act}, ${norm.clause}`)

/** "ПП 416, п. 13 · Локализовать: 30 минут". */
export const normTitle = (norm: Norm) => `${clauseOf(norm)} · ${clockTitle(norm.kind)}: ${term(norm)}`

/** A clause may hold several norms of one kind: where the title does not tell them apart, the note does. */
export function normName(norm: Norm, among: Norm[]): string {
  const title = normTitle(norm)
  const twin = among.some((other) => other.code !== norm.code && normTitle(other) === title)
  return twin && norm.note ? `${title} (${provenance(norm.note)})` : title
}

/** What a norm binds: the ways of reports for what is owed to the caller, systems of the house for all others. */
export function appliesText(norm: Norm): string {
  const of = norm.kind === 'answer' || norm.kind === 'inform' ? 'report' : 'category'
  return (norm.applies ?? []).map((code) => codeName(of, code)).join(', ')
}

/** From when it runs, and where it takes the place of the plain norm. */
export function conditionsText(norm: Norm): string {
  return [codeName('start', norm.start), norm.condition ? codeName('condition', norm.condition) : ''].filter(Boolean).join('; ')
}

const ofFaults = ['localise', 'clear', 'release', 'eliminate', 'restore', 'own_term', 'check', 'reply', 'notify']
const ofReports = ['registration', 'detection', 'signal', 'damage', 'interruption', 'appeal']

/** Whether a fault of a category may start the norm: dispatch/norms/problem.go judges in the end. */
export function startsBy(norm: Norm, category: string): boolean {
  return ofFaults.includes(norm.kind) && ofReports.includes(norm.start) && counts(norm.unit) && norm.unit !== 'people' && (!norm.applies?.length || norm.applies.includes(category))
}
