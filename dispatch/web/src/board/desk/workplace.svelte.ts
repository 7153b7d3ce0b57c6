// What is open on this screen: the card in work, the call that is being taken, what the map shows or asks.

import type { Point } from '../../shared/wire'
import type { KeptCall } from '../unsent/callShelf'

export type CardTab = 'main' | 'orders' | 'journal'

/** The map waits for a click: what the point is for, and whom to tell. */
export interface Picking {
  purpose: string
  take: (point: Point) => void
}

/** A house that a comment names: a call about it is to be begun. */
export interface About {
  house: { id: number; address: string; point: Point | null }
  text: string
}

/** A house of the comment that is being read, as the map shows it. */
export interface Named {
  id: number
  point: Point
  kind: 'affected' | 'unsure' | 'site'
}

export class Workplace {
  requestId = $state<number | null>(null)
  tab = $state<CardTab>('main')
  /** The list of crews to send is open on the card. */
  sending = $state(false)
  /** The call form is open, over the card in work, which stays. */
  calling = $state(false)
  /** What the call form is to begin with; it takes it away. */
  about = $state.raw<About | null>(null)
  /** A call that the server would not take: the form is to show it again; it takes it away. */
  correcting = $state.raw<KeptCall | null>(null)
  /** The list of calls that are not registered is open. */
  unsentOpen = $state(false)
  /** The comment panel is open, over the queue; its text outlives closing. */
  reading = $state(false)
  comment = $state('')
  named = $state.raw<Named[]>([])
  /** The house of the comment that the list stands on. */
  namedId = $state<number | null>(null)
  crewId = $state<number | null>(null)
  helpOpen = $state(false)
  picking = $state.raw<Picking | null>(null)
  /** A place that the call form speaks of. */
  marked = $state.raw<Point | null>(null)
  /** A place to look at; a new object moves the map again. */
  looking = $state.raw<{ point: Point; close: boolean } | null>(null)
  /** The crew under the cursor of the list to send. */
  hintedCrewId = $state<number | null>(null)

  open(requestId: number, tab: CardTab = 'main') {
    if (this.requestId !== requestId) this.sending = false
    this.requestId = requestId
    this.tab = tab
  }

  callAbout(about: About) {
    this.about = about
    this.calling = true
  }

  correct(call: KeptCall) {
    this.unsentOpen = false
    this.correcting = call
    this.calling = true
  }

  look(point: Point | null | undefined, close = false) {
    if (point) this.looking = { point, close }
  }

  pick(purpose: string, take: (point: Point) => void) {
    this.picking = {
      purpose,
      take: (point) => {
        this.picking = null
        take(point)
      },
    }
  }

  /** Leaves the innermost thing; false when there was nothing to leave. */
  back(): boolean {
    if (this.helpOpen) this.helpOpen = false
    else if (this.unsentOpen) this.unsentOpen = false
    else if (this.picking) this.picking = null
    else if (this.calling) this.calling = false
    else if (this.reading) this.reading = false
    else if (this.sending) this.sending = false
    else if (this.crewId !== null) this.crewId = null
    else if (this.requestId !== null) this.requestId = null
    else return false
    return true
  }
}
