// Whose tablet this is, known before any link: the last crew that signed in here.

import { get, Problem } from '../../shared/api'
import type { Me } from '../../shared/wire'
import type { CrewMe } from './work.svelte'

const kept = 'dispatch05.tablet.me'

export function isCrew(me: Me): me is CrewMe {
  return me.role === 'crew' && me.crew_id !== null
}

export function remembered(): CrewMe | undefined {
  try {
    const me = JSON.parse(localStorage.getItem(kept) ?? 'null') as Me | null
    return me && isCrew(me) ? me : undefined
  } catch {
    return undefined
  }
}

export function remember(me: CrewMe) {
  localStorage.setItem(kept, JSON.stringify(me))
}

export function forgetWho() {
  localStorage.removeItem(kept)
}

export type Standing = { is: 'in'; me: Me } | { is: 'out' } | { is: 'unknown' }

/** Asks the server who is signed in; 'unknown' while it cannot be asked. */
export async function standing(): Promise<Standing> {
  try {
    return { is: 'in', me: await get<Me>('/api/v1/session', { timeoutMs: 6000 }) }
  } catch (error) {
    return error instanceof Problem && error.status === 401 ? { is: 'out' } : { is: 'unknown' }
  }
}
