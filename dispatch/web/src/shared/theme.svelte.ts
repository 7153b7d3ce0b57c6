// Light, dark, or as the machine says. Screens set it on <html data-theme>; tokens.css does the rest.

export type Theme = 'auto' | 'light' | 'dark'

const kept = 'dispatch05.theme'

class Looks {
  #theme = $state<Theme>('auto')
  #machineDark = $state(false)

  get theme(): Theme {
    return this.#theme
  }

  get dark(): boolean {
    return this.#theme === 'dark' || (this.#theme === 'auto' && this.#machineDark)
  }

  /** Reads what was kept and follows the machine; call once at the start of a screen. */
  start() {
    const asked = localStorage.getItem(kept)
    if (asked === 'light' || asked === 'dark') this.#theme = asked
    const machine = matchMedia('(prefers-color-scheme: dark)')
    this.#machineDark = machine.matches
    machine.addEventListener('change', (event) => {
      this.#machineDark = event.matches
      this.#show()
    })
    this.#show()
  }

  use(theme: Theme) {
    this.#theme = theme
    localStorage.setItem(kept, theme)
    this.#show()
  }

  #show() {
    document.documentElement.dataset.theme = this.dark ? 'dark' : 'light'
  }
}

export const looks = new Looks()
