// All that a board knows: who sits at it, the classifier, and the rows that the socket keeps right.

import { get, post } from '../../shared/api'
import { cityTime } from '../../shared/cityTime.svelte'
import { LiveSocket } from '../../shared/socket.svelte'
import { isOpenRequest } from '../../shared/states'
import { boardTopic, organisationTopic } from '../../shared/topics'
import type {
  BoardData, Category, Classifier, CrewPosition, CrewRow, EscalationRow, Me, Presence, Problem, RequestRow, Right, TabletHeard, Training,
} from '../../shared/wire'
import { Calls } from '../unsent/calls.svelte'
import { Attendance } from './attendance.svelte'
import { merge } from './merge'

/** What just came, for the ear: a new report, an escalation to take. */
export interface News {
  reports: RequestRow[]
  escalations: EscalationRow[]
}

export class Desk {
  readonly socket: LiveSocket
  /** Calls taken here that the server has yet to take. */
  readonly calls: Calls
  readonly attendance = new Attendance()
  requests = $state.raw<Map<number, RequestRow>>(new Map())
  crews = $state.raw<Map<number, CrewRow>>(new Map())
  escalations = $state.raw<Map<number, EscalationRow>>(new Map())
  training = $state.raw<Training | undefined>()
  /** False until the first snapshot has come. */
  filled = $state(false)
  #problems: Map<string, Problem>
  #categories: Map<string, Category>
  #onnews: (news: News) => void = () => {}

  constructor(
    readonly me: Me,
    readonly classifier: Classifier,
    onended: () => void,
  ) {
    this.#problems = new Map(classifier.problems.map((problem) => [problem.code, problem]))
    this.#categories = new Map(classifier.categories.map((category) => [category.code, category]))
    this.socket = new LiveSocket({ ticket: async () => (await post<{ ticket: string }>('/api/v1/tickets')).ticket, onended })
    this.calls = new Calls(me, (card) => this.learn(card), onended)
  }

  /** Loads who sits here and the classifier. Throws Problem, 401 when nobody is signed in. */
  static async open(onended: () => void): Promise<Desk> {
    const me = await get<Me>('/api/v1/session')
    cityTime.zone = me.city.zone
    const classifier = await get<Classifier>(`/api/v1/cities/${encodeURIComponent(me.city.id)}/classifier`)
    return new Desk(me, classifier, onended)
  }

  /** Begins to follow; the answer stops. */
  follow(onnews: (news: News) => void): () => void {
    this.#onnews = onnews
    const fenced = this.me.role === 'foreman' || this.me.role === 'chief_engineer'
    const { city, organisation } = this.me
    const topic = fenced && organisation ? organisationTopic(city.id, organisation.id) : boardTopic(city.id)
    this.socket.watch(topic, {
      snapshot: (data) => this.#begin(data as BoardData),
      delta: (data) => this.#take(data as BoardData),
      state: (states) => this.#hear(states),
    })
    this.socket.start()
    return () => this.socket.stop()
  }

  may(right: Right): boolean {
    return this.me.may.includes(right)
  }

  problem(code: string): Problem | undefined {
    return this.#problems.get(code)
  }

  category(code: string): Category | undefined {
    return this.#categories.get(code)
  }

  /** Takes a row that a command answered with, before the socket tells it. */
  learn(row: RequestRow) {
    this.#take({ requests: [row] }, true)
  }

  learnCrew(row: CrewRow) {
    this.#take({ crews: [row] }, true)
  }

  learnEscalation(row: EscalationRow) {
    this.#take({ escalations: [row] }, true)
  }

  #begin(data: BoardData) {
    const first = !this.filled
    const news = first ? { reports: [], escalations: openOnes(data.escalations) } : this.#newsOf(data)
    this.requests = new Map(data.requests?.map((row) => [row.id, row]))
    this.crews = new Map(data.crews?.map((row) => [row.id, row]))
    this.escalations = new Map(data.escalations?.map((row) => [row.id, row]))
    this.training = data.training
    this.filled = true
    this.#onnews(news)
  }

  #take(data: BoardData, own = false) {
    const news = this.#newsOf(data)
    this.requests = without(merged(this.requests, data.requests), data.gone)
    this.crews = without(merged(this.crews, data.crews), data.gone_crews)
    this.escalations = merged(this.escalations, data.escalations)
    if (data.training && data.training.version >= (this.training?.version ?? 0)) this.training = data.training
    if (!own) this.#onnews(news)
  }

  #newsOf(data: BoardData): News {
    return {
      reports: (data.requests ?? []).filter((row) => !this.requests.has(row.id) && isOpenRequest(row.state)),
      escalations: openOnes(data.escalations).filter((row) => !this.escalations.has(row.id)),
    }
  }

  /** Lossy state: where crews are, and who has which card open. */
  #hear(states: Record<string, unknown>) {
    const positions: (CrewPosition | null)[] = []
    for (const [key, value] of Object.entries(states)) {
      if (key.startsWith('desk/')) this.attendance.heard(key, value as Presence | null)
      else if (key.startsWith('tablet/')) this.#lag(value as TabletHeard)
      else positions.push(value as CrewPosition | null)
    }
    if (positions.length) this.#move(positions)
  }

  #lag({ crew_id: id, heard_at, waits_since }: TabletHeard) {
    const crew = this.crews.get(id)
    if (crew && heard_at >= (crew.heard_at ?? '')) this.crews = new Map(this.crews).set(id, { ...crew, heard_at, waits_since })
  }

  #move(positions: (CrewPosition | null)[]) {
    const crews = new Map(this.crews)
    for (const position of positions) {
      const crew = position && crews.get(position.crew_id)
      if (crew && position.at >= (crew.point_at ?? '')) {
        crews.set(crew.id, { ...crew, point: position.point, point_at: position.at })
      }
    }
    this.crews = crews
  }
}

function openOnes(rows: EscalationRow[] | undefined): EscalationRow[] {
  return (rows ?? []).filter((row) => !row.passed && !row.acknowledged_at)
}

function merged<R extends { id: number; version?: number }>(known: Map<number, R>, told: R[] | undefined): Map<number, R> {
  if (!told?.length) return known
  const copy = new Map(known)
  return merge(copy, told) ? copy : known
}

function without<R>(known: Map<number, R>, gone: number[] | undefined): Map<number, R> {
  if (!gone?.some((id) => known.has(id))) return known
  const copy = new Map(known)
  for (const id of gone) copy.delete(id)
  return copy
}
