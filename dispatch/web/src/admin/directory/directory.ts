// Accounts, crews, organisations and contracts as the service keeps them (dispatch/httpapi).

import { get, post, put } from '../../shared/api'
import type { Account, Answering, Contract, CrewHolds, CrewRow, GivenAccount, Organisation, OrganisationHolds, OrganisationKind, Point, Role, RosterLine, Vehicle } from '../../shared/wire'

export const roles: Role[] = ['operator', 'dispatcher', 'senior', 'crew', 'foreman', 'chief_engineer', 'committee', 'admin']
export const skills = ['plumbing', 'heating', 'sewer', 'electric', 'gas', 'lift', 'roof', 'general']
export const organisationKinds: OrganisationKind[] = ['management', 'service', 'supplier', 'city']

export type AccountFields = Pick<Account, 'name' | 'role' | 'organisation_id' | 'crew_id'>
export type OrganisationFields = Pick<Organisation, 'name' | 'kind' | 'phone'>

export type VehicleFields = Pick<Vehicle, 'name' | 'plate' | 'organisation_id'>

export interface CrewFields {
  name: string
  organisation_id: number
  skills: string[]
  people: number
  phone: string
  tablet: boolean
  /** null: as it was. */
  base: Point | null
}

export interface ContractFields {
  service_id: number
  from: string
  to: string
  document: string
}

/** Whose houses: all of an organisation, or one. */
export type Subject = { organisation_id: number } | { house_id: number }

export const accounts = () => get<Account[]>('/api/v1/accounts')
export const addAccount = (login: string, fields: AccountFields, why: string) => post<GivenAccount>('/api/v1/accounts', { login, ...fields, why })
export const changeAccount = (of: Account, fields: AccountFields, disabled: boolean, why: string) =>
  put<Account>(`/api/v1/accounts/${of.id}`, { version: of.version, disabled, ...fields, why })
export const resetPassword = (id: number, why: string) => post<GivenAccount>(`/api/v1/accounts/${id}/password`, { why })

export const crews = () => get<CrewRow[]>('/api/v1/crews')
export const addCrew = (fields: CrewFields, why: string) => post<CrewRow>('/api/v1/crews', { ...fields, why })
export const changeCrew = (of: CrewRow, fields: CrewFields, why: string) => put<CrewRow>(`/api/v1/crews/${of.id}`, { version: of.version, ...fields, why })
export const crewHolds = (id: number) => get<CrewHolds>(`/api/v1/crews/${id}/holds`)
export const retireCrew = (id: number, why: string) => post(`/api/v1/crews/${id}/retire`, { why })

export const vehicles = async () => (await get<Vehicle[]>('/api/v1/vehicles')).filter((one) => !one.retired_at)
export const addVehicle = (fields: VehicleFields, why: string) => post<Vehicle>('/api/v1/vehicles', { ...fields, why })
export const changeVehicle = (of: Vehicle, fields: VehicleFields, why: string) => put<Vehicle>(`/api/v1/vehicles/${of.id}`, { version: of.version, ...fields, why })
export const retireVehicle = (id: number, why: string) => post<Vehicle>(`/api/v1/vehicles/${id}/retire`, { why })

export const organisations = () => get<Organisation[]>('/api/v1/organisations')
export const livingOrganisations = async () => (await organisations()).filter((one) => !one.retired_at)
export const addOrganisation = (fields: OrganisationFields, why: string) => post<Organisation>('/api/v1/organisations', { ...fields, why })
export const changeOrganisation = (of: Organisation, fields: OrganisationFields, why: string) =>
  put<Organisation>(`/api/v1/organisations/${of.id}`, { version: of.version, ...fields, why })
export const organisationHolds = (id: number) => get<OrganisationHolds>(`/api/v1/organisations/${id}/holds`)
export const retireOrganisation = (id: number, why: string) => post(`/api/v1/organisations/${id}/retire`, { why })

export const returnOrganisation = (id: number, why: string) => post<Organisation>(`/api/v1/organisations/${id}/return`, { why })

export const contracts = () => get<Contract[]>('/api/v1/contracts')
export const tryContract = (of: Contract, subject: Subject, fields: ContractFields) =>
  of.id ? post<Answering>(`/api/v1/contracts/${of.id}/trial`, { version: of.version, ...fields }) : post<Answering>('/api/v1/contracts/trial', { ...subject, ...fields })
export const addContract = (subject: Subject, fields: ContractFields, why: string) => post<Contract>('/api/v1/contracts', { ...subject, ...fields, why })
export const changeContract = (of: Contract, fields: ContractFields, why: string) => put<Contract>(`/api/v1/contracts/${of.id}`, { version: of.version, ...fields, why })

export const changes = () => get<RosterLine[]>('/api/v1/roster/log')
