import './portal.css'
import { show } from '../shared/screen'
import Portal from './Portal.svelte'

show(Portal)
