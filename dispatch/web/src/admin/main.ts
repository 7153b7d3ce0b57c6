import { show } from '../shared/screen'
import Admin from './Admin.svelte'

show(Admin)
