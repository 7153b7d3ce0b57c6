import { post } from '../../shared/api'
import type { RequestCard, Time } from '../../shared/wire'

/** Notes that the caller was told the planned time: this meets the inform clock. */
export function informCaller(request: { id: number; version: number }, plannedAt: Time): Promise<RequestCard> {
  return post<RequestCard>(`/api/v1/requests/${request.id}/inform`, { planned_at: plannedAt, version: request.version })
}
