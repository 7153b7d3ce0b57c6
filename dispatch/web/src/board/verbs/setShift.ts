import { post } from '../../shared/api'
import type { CrewRow } from '../../shared/wire'

/** Puts a crew on shift or takes it off. */
export function setShift(crewId: number, on: boolean): Promise<CrewRow> {
  return post<CrewRow>(`/api/v1/crews/${crewId}/shift`, { on })
}
