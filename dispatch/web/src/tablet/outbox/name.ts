import { stepLabel, words } from '../words'
import type { Entry } from './entry'

/** What an entry is, for a person. */
export function entryName({ action }: Entry): string {
  if (action.kind === 'photo') return words.photo
  if (action.kind === 'shift') return action.on ? words.shiftOn : words.shiftOff
  return stepLabel('on_site', action.to)
}
