import { post } from '../../shared/api'
import type { RequestCard } from '../../shared/wire'

/** Sends a crew, or reserves it for later. */
export function sendCrew(requestId: number, crewId: number, reserve: boolean, key: string): Promise<RequestCard> {
  return post<RequestCard>(`/api/v1/requests/${requestId}/orders`, { crew_id: crewId, reserve }, { key })
}
