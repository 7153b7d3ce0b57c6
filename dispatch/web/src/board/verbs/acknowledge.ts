import { post } from '../../shared/api'
import type { EscalationRow } from '../../shared/wire'

/** Takes an escalation upon oneself; the sound stops. */
export function acknowledge(escalationId: number): Promise<EscalationRow> {
  return post<EscalationRow>(`/api/v1/escalations/${escalationId}/acknowledge`)
}
