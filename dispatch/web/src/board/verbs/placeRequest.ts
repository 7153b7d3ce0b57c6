import { post } from '../../shared/api'
import type { Point, RequestCard } from '../../shared/wire'

/** Says where a request is: a house of the register, or a pin where the register knows none. */
export function placeRequest(
  request: { id: number; version: number },
  place: { house_id: number | null; point: Point | null },
): Promise<RequestCard> {
  return post<RequestCard>(`/api/v1/requests/${request.id}/place`, { ...place, version: request.version })
}
