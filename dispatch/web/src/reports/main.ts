import { show } from '../shared/screen'
import './reports.css'
import Reports from './Reports.svelte'

show(Reports)
