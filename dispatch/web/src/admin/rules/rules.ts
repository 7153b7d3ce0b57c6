// The rules of a city as the service keeps them (dispatch/norms), and what may be asked about them.

import { get, post } from '../../shared/api'
import type { Party, Severity, Time } from '../../shared/wire'

export interface Text {
  ru: string
  en: string
}

/** One norm in one edition: dispatch/norms/row.go. */
export interface Norm {
  code: string
  act: string
  clause: string
  edition: string
  validFrom: string
  validTo: string
  status: 'verified' | 'unverified'
  kind: string
  applies: string[] | null
  condition: string
  start: string
  amount: number
  unit: string
  window: { open: number; close: number }
  source: string
  note: string
}

/** One fault of the classifier: dispatch/norms/problem.go. */
export interface Fault {
  code: string
  title: Text
  category: string
  places: string[]
  severity: Severity
  lifeRisk: boolean
  norms: string[]
  skill: string
  crewSize: number
  responsible: string
  boundary: string
  handTo?: string[]
  questions: Text[] | null
  script?: { text: Text; source: string }
  words: string[]
  source: string
  [further: string]: unknown
}

export interface Amendment {
  id: number
  subject: string
  code: string
  body: unknown
  withdraws: number | null
  withdrawn: boolean
  /** The row that counted until then, and from then on; null: none. */
  before: unknown
  then: unknown
  /** Why the rules of this version do not bear it; '': they do. */
  refused_ru: string
  refused_en: string
  why: string
  by: string
  at: Time
}

export interface Proposal {
  subject: string
  code: string
  body: unknown
}

export interface Trial {
  requests: number
  changed: number
  late_before: number
  late_after: number
  levels_before: number
  levels_after: number
  standing_before: number
  standing_after: number
  examples: { request_id: number; number: string; kind: string; due_before: Time | null; due_after: Time | null }[]
}

export const amendments = () => get<Amendment[]>('/api/v1/rules/amendments')

/** The changes that stood when the rules on the screen were read: a change is made on top of these, or refused. */
let seen: Amendment[] = []

/** Reads rules after the changes: whoever changes one in between is rather seen twice than never. */
async function rules<T>(path: string): Promise<T> {
  seen = await amendments()
  return get<T>(`/api/v1/rules/${path}`)
}

const newest = ({ subject, code }: Proposal) => Math.max(0, ...seen.filter((one) => one.subject === subject && one.code === code).map(({ id }) => id))

export const norms = () => rules<Norm[]>('norms')
export const faults = () => rules<Fault[]>('problems')
export const tryOut = (proposal: Proposal) => post<Trial>('/api/v1/rules/trial', proposal)
export const amend = (proposal: Proposal, why: string) => post<Amendment>('/api/v1/rules/amendments', { ...proposal, after: newest(proposal), why })
export const withdraw = (id: number, why: string) => post<Amendment>('/api/v1/rules/amendments', { withdraws: id, why })

/** A policy of escalation: dispatch/norms/ladder.go. An empty list, or no organisation, is any. */
export interface Ladder {
  code: string
  title: Text
  organisation?: number
  severities?: Severity[]
  categories?: string[]
  problems?: string[]
  ackMinutes: number
  levels: Level[]
}

export interface Level {
  role: string
  title: Text
  afterMinutes: number
}

export interface Ladders {
  ladders: Ladder[]
  /** Of orders that stand still. */
  state: Ladder
  roles: string[]
}

/** What is asked of an escalation or of a duty: a house or an organisation, a fault, a moment. */
export interface Asked {
  house_id?: number
  organisation_id?: number
  problem: string
  /** Left out: now. */
  at?: Time
  /** Not of a term, but of an order that has stood still since that moment. */
  standing?: boolean
}

/** An escalation gone through dry: dispatch/rehearsal.go. */
export interface Rehearsal {
  at: Time
  address: string
  organisation: Party | null
  problem_ru: string
  problem_en: string
  severity: Severity
  policy: { code: string; title_ru: string; title_en: string; ack_minutes: number }
  because: { code: string; ru: string; en: string }
  term: { kind: string; clause: string; due_at: Time } | null
  steps: RehearsedStep[]
  /** Terms that cannot be computed. */
  missing: { code: string; ru: string; en: string }[]
}

export interface RehearsedStep {
  level: number
  role: string
  title_ru: string
  title_en: string
  after_minutes: number
  organisation: Party | null
  tell_at: Time | null
  passed: boolean
  people: { name: string; until: Time | null; means: { means: string; at: Time | null; why_ru: string; why_en: string }[] }[]
}

export const ladders = () => rules<Ladders>('ladders')
export const rehearse = (asked: Asked, proposed?: Proposal) => post<Rehearsal>('/api/v1/rules/rehearsal', { ...asked, proposed })

/** How long an order may stand in a state: dispatch/norms/status_limits.go. */
export interface StatusLimit {
  code: string
  state: string
  since: 'entered' | 'news' | 'promised'
  title: Text
  warnSeconds: number
  alertSeconds: number
}

/** An open point of the law, and which of its readings the city takes: dispatch/norms/readings.go. */
export interface LawReading {
  code: string
  clause: string
  question: Text
  alternatives: { code: string; text: Text; condition: string; evidence: Text }[]
  default: string
  chosen: string
}

/** A year of the production calendar: dispatch/norms/calendar.go. Days are "2026-01-31". */
export interface Year {
  year: number
  status: 'verified' | 'unverified'
  source: string
  holidays: string[]
  /** A day off that stands on another day. */
  moved: { from: string; to: string }[] | null
  shortened: string[] | null
}

export const statusLimits = () => rules<StatusLimit[]>('status-limits')
export const readings = () => rules<LawReading[]>('readings')
export const years = () => rules<Year[]>('calendar')

/** By which means people are told outside of the screens: dispatch/norms/channels.go. */
export interface Channels {
  code: string
  /** Means that the city does without. */
  off: string[]
  /** "22:00-08:00"; '': none; null: as the service was started. */
  quiet: string | null
  tellings: Telling[]
}

export type Audience = 'resident' | 'crew' | 'duty'

export interface Telling {
  to: Audience
  severities?: Severity[]
  means: string[]
  /** So long an answer is waited for before the next means; 0: no answer is asked for. */
  ackSeconds: number
}

export const channels = () => rules<{ channels: Channels; has: string[] }>('channels')
