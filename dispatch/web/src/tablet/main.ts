import { show } from '../shared/screen'
import Screen from './Screen.svelte'

show(Screen)
