import { post } from '../../shared/api'
import type { EscalationRow } from '../../shared/wire'

/** Takes an escalation upon oneself; the sound stops. An administrator says why. */
export function acknowledge(escalationId: number, why = ''): Promise<EscalationRow> {
  return post<EscalationRow>(`/api/v1/escalations/${escalationId}/acknowledge`, { why })
}
