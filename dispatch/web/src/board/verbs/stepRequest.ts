import { post } from '../../shared/api'
import type { Disposition, RequestCard, RequestStep } from '../../shared/wire'

export interface Decision {
  to: RequestStep
  reason?: string
  disposition?: Disposition
  organisation_id?: number
  main_id?: number
}

/** Makes a decision on a request as this screen knows it; 409 stale_version when somebody was faster. */
export function stepRequest(request: { id: number; version: number }, decision: Decision): Promise<RequestCard> {
  return post<RequestCard>(`/api/v1/requests/${request.id}/steps`, { ...decision, version: request.version })
}
