// People, posts and tablets as the roster keeps them.

import { get, post, put } from '../../shared/api'
import type { HandOverNote, Person, Post, PostWatches, Rotation, StandIn, Time } from '../../shared/wire'

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
export const watches = (id: number) => get<PostWatches>(`/api/v1/posts/${id}/watches`)
export const setRotations = (of: Post, rotations: Rotation[], why: string) => put<Post>(`/api/v1/posts/${of.id}/rotations`, { version: of.version, rotations, why })
export const standIn = (id: number, fields: Pick<StandIn, 'from' | 'to' | 'person_id' | 'instead_id'>, why: string) =>
  post<Post>(`/api/v1/posts/${id}/overrides`, { ...fields, why })
export const notes = (id: number) => get<HandOverNote[]>(`/api/v1/posts/${id}/notes`)
export const writeNote = (id: number, text: string) => post<HandOverNote>(`/api/v1/posts/${id}/notes`, { text })

export const tablets = () => get<Tablet[]>('/api/v1/devices')
export const invite = (crew: number) => post<Invitation>('/api/v1/devices/invitations', { crew_id: crew })
export const wipe = (id: number) => post<Tablet[]>(`/api/v1/devices/${id}/wipe`)
