import { show } from '../shared/screen'
import Board from './Board.svelte'

show(Board)
