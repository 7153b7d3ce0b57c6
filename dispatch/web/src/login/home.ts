import type { Me } from '../shared/wire'

/** Where a person's work is: crews on the tablet, all others on the board. `next` counts when it is a page of ours. */
export function homeOf(me: Pick<Me, 'role'>, next: string | null): string {
  const own = me.role === 'crew' ? '/tablet' : '/board'
  return next !== null && /^\/(board|tablet|admin|docs|reports)(\/|\?|#|$)/.test(next) ? next : own
}
