import { post } from '../../shared/api'
import type { NewRequest, RequestCard } from '../../shared/wire'

/** Registers a call. The key is made when the form opens: sending again after a failure gives the same number. */
export function registerRequest(report: NewRequest, key: string): Promise<RequestCard> {
  return post<RequestCard>('/api/v1/requests', report, { key, timeoutMs: 15_000 })
}
