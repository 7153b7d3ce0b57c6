import { post } from '../../shared/api'
import type { RequestCard } from '../../shared/wire'

export interface Handover {
  organisation_id: number
  /** Who took it there. */
  handed_to: string
  handed_phone: string
  their_number: string
}

/** Gives the job to an organisation by telephone. */
export function handOver(requestId: number, handover: Handover, key: string): Promise<RequestCard> {
  return post<RequestCard>(`/api/v1/requests/${requestId}/orders`, { ...handover, reserve: false }, { key })
}
