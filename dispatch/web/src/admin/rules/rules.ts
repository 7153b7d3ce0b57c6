// The rules of a city as the service keeps them (dispatch/norms), and what may be asked about them.

import { get, post } from '../../shared/api'
import type { Severity, Time } from '../../shared/wire'

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
  refused: string
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
  examples: { request_id: number; number: string; kind: string; due_before: Time | null; due_after: Time | null }[]
}

export const norms = () => get<Norm[]>('/api/v1/rules/norms')
export const faults = () => get<Fault[]>('/api/v1/rules/problems')
export const amendments = () => get<Amendment[]>('/api/v1/rules/amendments')
export const tryOut = (proposal: Proposal) => post<Trial>('/api/v1/rules/trial', proposal)
export const amend = (proposal: Proposal, why: string) => post<Amendment>('/api/v1/rules/amendments', { ...proposal, why })
export const withdraw = (id: number, why: string) => post<Amendment>('/api/v1/rules/amendments', { withdraws: id, why })
