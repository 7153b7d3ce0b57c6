import { getContext, setContext } from 'svelte'
import type { Desk } from './desk.svelte'
import type { Workplace } from './workplace.svelte'

const key = Symbol('board')

interface Board {
  desk: Desk
  place: Workplace
}

export function provideBoard(board: Board) {
  setContext(key, board)
}

/** The desk (what is known) and the workplace (what is on this screen) for any piece of the board. */
export function useBoard(): Board {
  return getContext<Board>(key)
}
