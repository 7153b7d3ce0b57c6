// The ear of the board. A browser is mute until somebody presses something: signing in to the shift is that press, and
// until then, or when muted by hand, `audible` is false and the board says so loudly.

import { play, type Tune } from './sounds'

const repeatMs = 7000
const kept = 'dispatch05.shift'

export class Alarm {
  /** Somebody has signed in to the shift at this screen. */
  onShift = $state(false)
  muted = $state(false)
  #running = $state(false)
  #context: AudioContext | undefined
  #repeat: ReturnType<typeof setInterval> | undefined

  get audible(): boolean {
    return this.#running && !this.muted
  }

  /** Signs in to the shift; must be called from a press. */
  async beginShift(account: string) {
    this.onShift = true
    sessionStorage.setItem(kept, account)
    await this.#wake()
    this.#play('shiftBegins')
  }

  endShift() {
    this.onShift = false
    sessionStorage.removeItem(kept)
    this.silence()
    void this.#context?.suspend()
  }

  /** After a reload of the page within a shift the first press anywhere wakes the sound again. */
  resume(account: string): () => void {
    if (sessionStorage.getItem(kept) !== account) return () => {}
    this.onShift = true
    const wake = () => void this.#wake()
    // Where the browser already trusts this page, no press is needed.
    if (navigator.userActivation?.hasBeenActive) wake()
    addEventListener('pointerdown', wake)
    addEventListener('keydown', wake)
    return () => {
      removeEventListener('pointerdown', wake)
      removeEventListener('keydown', wake)
    }
  }

  tell(tune: Tune) {
    if (this.onShift) this.#play(tune)
  }

  /** Repeats the escalation's sound until `silence`. */
  insist() {
    if (this.#repeat) return
    this.tell('escalation')
    this.#repeat = setInterval(() => this.tell('escalation'), repeatMs)
  }

  silence() {
    clearInterval(this.#repeat)
    this.#repeat = undefined
  }

  /** Resolves when it sounds; without a press that may be never. */
  async #wake(): Promise<void> {
    if (!this.onShift) return
    const context = (this.#context ??= new AudioContext())
    context.onstatechange = () => (this.#running = context.state === 'running')
    await context.resume().catch(() => {})
    this.#running = context.state === 'running'
  }

  #play(tune: Tune) {
    if (this.#context && this.audible) play(this.#context, tune)
  }
}
