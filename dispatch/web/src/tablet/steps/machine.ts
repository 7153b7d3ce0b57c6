// The order's machine as far as a crew walks it (dispatch/states.go; a test holds the two together), and which step is the
// big button. The server's own word on what may be done wins; this stands in for it while there is no link.

import { worstClock } from '../../shared/clocks'
import type { ClockRow, OrderState, OrderTimes } from '../../shared/wire'

const steps: Partial<Record<OrderState, OrderState[]>> = {
  sent: ['accepted', 'en_route', 'refused'],
  delivered: ['accepted', 'en_route', 'refused'],
  accepted: ['en_route', 'on_site', 'suspended', 'refused'],
  en_route: ['on_site', 'suspended', 'refused'],
  on_site: ['localised', 'done', 'suspended', 'refused'],
  suspended: ['en_route', 'on_site', 'refused'],
  localised: ['done', 'suspended'],
}

/** Steps that a crew may make from a state. */
export function stepsFrom(state: OrderState): OrderState[] {
  return steps[state] ?? []
}

export interface Choice {
  /** The one big button. */
  main: OrderState | undefined
  /** The other way forward, if there is one. */
  beside: OrderState | undefined
  /** Ways out that need a reason. */
  out: OrderState[]
}

/** How the steps open now are laid out on the buttons. */
export function choice(order: { state: OrderState; may: OrderState[]; times: OrderTimes; clocks: ClockRow[] }): Choice {
  const forward = wished(order).filter((step) => order.may.includes(step))
  return {
    main: forward[0],
    beside: forward[1],
    out: order.may.filter((step) => step === 'suspended' || step === 'refused'),
  }
}

function wished({ state, times, clocks }: { state: OrderState; times: OrderTimes; clocks: ClockRow[] }): OrderState[] {
  switch (state) {
    case 'sent':
    case 'delivered':
      return ['en_route', 'accepted']
    case 'accepted':
      return ['en_route', 'on_site']
    case 'en_route':
      return ['on_site']
    case 'on_site':
      // While the term to contain the damage runs, that is what counts first.
      return worstClock(clocks.filter((clock) => clock.kind === 'localise')) ? ['localised', 'done'] : ['done', 'localised']
    case 'suspended':
      return times.on_site ? ['on_site', 'en_route'] : ['en_route', 'on_site']
    case 'localised':
      return ['done']
    default:
      return []
  }
}
