// People, posts and tablets as the roster keeps them.

import { get, post, put } from '../../shared/api'
import type { Answers, Finding, HandOverNote, Person, Post, PostWatches, Rotation, StandIn, Time, Watch } from '../../shared/wire'

export interface Tablet {
  id: number
  name: string
  crew_id: number
  crew: string
  enrolled_at: Time
  seen_at: Time | null
  wiped_at: Time | null
  wipe_seen_at: Time | null
  on: string[]
  /** That they are on, with its plate; '': none. */
  vehicle: string
}

export interface Invitation {
  code: string
  expires_at: Time
}

export type PersonFields = Pick<Person, 'name' | 'organisation_id' | 'role' | 'crew_id' | 'phone' | 'email' | 'telegram' | 'account_id'>

export const people = () => get<Person[]>('/api/v1/people')
export const addPerson = (fields: PersonFields, why: string) => post<Person>('/api/v1/people', { ...fields, why })
export const changePerson = (of: Person, fields: PersonFields, why: string) => put<Person>(`/api/v1/people/${of.id}`, { ...fields, version: of.version, why })
export const retirePerson = (id: number, why: string) => post<Person>(`/api/v1/people/${id}/retire`, { why })
export const setPIN = (id: number, pin: string) => post(`/api/v1/people/${id}/pin`, { pin })

export const posts = () => get<Post[]>('/api/v1/posts')
/** A post as it is entered; its territory goes along as it is. */
export type PostFields = Pick<Post, 'name' | 'role' | 'organisation_id' | 'crew_id' | 'territory' | 'supervisor_id' | 'on_call' | 'days' | 'window'>

const asSent = ({ territory, ...fields }: PostFields) => (territory ? { ...fields, territory } : fields)
export const addPost = (fields: PostFields, why: string) => post<Post>('/api/v1/posts', { ...asSent(fields), why })
export const changePost = (of: Post, fields: PostFields, why: string) => put<Post>(`/api/v1/posts/${of.id}`, { version: of.version, ...asSent(fields), why })
export const retirePost = (id: number, why: string) => post<Post[]>(`/api/v1/posts/${id}/retire`, { why })
export const watches = (id: number) => get<PostWatches>(`/api/v1/posts/${id}/watches`)
export const setRotations = (of: Post, rotations: Rotation[], why: string) => put<Post>(`/api/v1/posts/${of.id}/rotations`, { version: of.version, rotations, why })
export const previewRotations = (id: number, rotations: Rotation[]) => post<PostWatches>(`/api/v1/posts/${id}/rotations/preview`, { rotations })
/** Lets two people take each other's watches at a post. */
export const swap = (id: number, first: Watch, second: Watch, why: string) => {
  const side = ({ person_id, from }: Watch) => ({ post_id: id, person_id, at: from })
  return post<Post[]>('/api/v1/swaps', { first: side(first), second: side(second), why })
}
export const standIn = (id: number, fields: Pick<StandIn, 'from' | 'to' | 'person_id' | 'instead_id'>, why: string) =>
  post<Post>(`/api/v1/posts/${id}/overrides`, { ...fields, why })
export const withdrawStandIn = (id: number, standIn: number, why: string) => post<Post>(`/api/v1/posts/${id}/overrides/${standIn}/withdraw`, { why })
export const notes = (id: number) => get<HandOverNote[]>(`/api/v1/posts/${id}/notes`)
export const writeNote = (id: number, text: string) => post<HandOverNote>(`/api/v1/posts/${id}/notes`, { text })

/** Who answers for a house and a fault at a moment. */
export function answersTo({ house_id, problem, at }: { house_id?: number; problem: string; at?: Time }) {
  return get<Answers>(`/api/v1/roster/answers?${new URLSearchParams({ house: String(house_id ?? 0), problem, ...(at ? { at } : {}) })}`)
}

export const findings = (days: number) => get<Finding[]>(`/api/v1/roster/findings?days=${days}`)

export const tablets = () => get<Tablet[]>('/api/v1/devices')
export const invite = (crew: number) => post<Invitation>('/api/v1/devices/invitations', { crew_id: crew })
export const wipe = (id: number) => post<Tablet[]>(`/api/v1/devices/${id}/wipe`)
