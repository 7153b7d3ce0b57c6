import type { Figure } from '../shared/wire'

/** A figure whose requests are listed. */
export interface Opened {
  what: string
  figure: Figure
}
