// The call of a new order: a loud two-tone made by the browser and a long buzz, again and again until it is answered.
// A browser lets a page sound only after a touch; until then `muted` says so.

const againMs = 6000
const buzz = [500, 200, 500, 200, 900]

class Ring {
  muted = $state(true)
  #context: AudioContext | undefined
  #timer: ReturnType<typeof setInterval> | undefined

  /** Unlocks the sound; call from a touch. */
  async unlock() {
    this.#context ??= new AudioContext()
    await this.#context.resume()
    this.muted = this.#context.state !== 'running'
  }

  start() {
    if (this.#timer) return
    this.#call()
    this.#timer = setInterval(() => this.#call(), againMs)
  }

  stop() {
    clearInterval(this.#timer)
    this.#timer = undefined
    navigator.vibrate?.(0)
  }

  #call() {
    navigator.vibrate?.(buzz)
    if (this.#context?.state !== 'running') return
    for (let pair = 0; pair < 3; pair++) {
      this.#tone(784, pair * 0.5)
      this.#tone(1047, pair * 0.5 + 0.22)
    }
  }

  #tone(hertz: number, afterSeconds: number) {
    const context = this.#context!
    const from = context.currentTime + 0.02 + afterSeconds
    const tone = context.createOscillator()
    const gate = context.createGain()
    tone.type = 'square'
    tone.frequency.value = hertz
    gate.gain.setValueAtTime(0.0001, from)
    gate.gain.exponentialRampToValueAtTime(0.4, from + 0.02)
    gate.gain.exponentialRampToValueAtTime(0.0001, from + 0.2)
    tone.connect(gate).connect(context.destination)
    tone.start(from)
    tone.stop(from + 0.22)
  }
}

export const ring = new Ring()
