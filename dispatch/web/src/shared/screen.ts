import './base.css'
import { type Component, mount } from 'svelte'
import { cityTime } from './cityTime.svelte'
import { tongue } from './i18n.svelte'
import { looks } from './theme.svelte'

/** Puts a screen on its page: theme, language, the once-a-second beat, then the component. */
export function show(screen: Component) {
  looks.start()
  document.documentElement.lang = tongue.language
  cityTime.beat()
  mount(screen, { target: document.getElementById('screen')! })
}
