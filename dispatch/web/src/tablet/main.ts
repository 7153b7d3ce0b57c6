import './tablet.css'
import { show } from '../shared/screen'
import { keepShell } from './shell'
import Tablet from './Tablet.svelte'

show(Tablet)
void keepShell()
