import { show } from '../shared/screen'
import Login from './Login.svelte'

show(Login)
