import { getContext, setContext } from 'svelte'
import type { Desk } from './desk.svelte'
import type { Workplace } from './workplace.svelte'

/** Under what the board stands in the context of its components. */
export const boardKey = Symbol('board')

export interface Board {
  desk: Desk
  place: Workplace
}

export function provideBoard(board: Board) {
  setContext(boardKey, board)
}

/** The desk (what is known) and the workplace (what is on this screen) for any piece of the board. */
export function useBoard(): Board {
  return getContext<Board>(boardKey)
}
