import { post } from '../../shared/api'
import type { CrewRow, OrderCard } from '../../shared/wire'
import type { Entry, Landed } from './entry'
import { sendPhoto } from './sendPhoto'

/** Hands one action to the server under its own key; of a photo it tells the share that is sent. Throws Problem. */
export async function deliver(entry: Entry, onsent: (share: number) => void): Promise<Landed> {
  const { action, key, device_at } = entry
  switch (action.kind) {
    case 'step': {
      const { to, reason, reason_code, note } = action
      // No version: the machine of states judges, so that a chain of steps made without a link can be replayed.
      return { order: await post<OrderCard>(`/api/v1/orders/${action.order_id}/steps`, { to, reason, reason_code, note, device_at }, { key }) }
    }
    case 'photo':
      return sendPhoto(action.order_id, action.photo, key, onsent)
    case 'shift':
      return { crew: await post<CrewRow>(`/api/v1/crews/${action.crew_id}/shift`, { on: action.on }, { key }) }
  }
}
