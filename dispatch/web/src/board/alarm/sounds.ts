// Sounds made by the browser itself: no files, and a tone of its own for each thing, told apart in a noisy room.

interface Note {
  hertz: number
  at: number
  seconds: number
  loudness: number
}

// A new report: two soft rising notes. An escalation: three hard falling pairs.
const report: Note[] = [
  { hertz: 660, at: 0, seconds: 0.16, loudness: 0.16 },
  { hertz: 880, at: 0.17, seconds: 0.26, loudness: 0.16 },
]
const escalation: Note[] = [0, 0.42, 0.84].flatMap((at) => [
  { hertz: 988, at, seconds: 0.17, loudness: 0.3 },
  { hertz: 740, at: at + 0.19, seconds: 0.17, loudness: 0.3 },
])
const shiftBegins: Note[] = [{ hertz: 523, at: 0, seconds: 0.12, loudness: 0.12 }]

export const tunes = { report, escalation, shiftBegins }

export type Tune = keyof typeof tunes

/** Plays a tune; nothing is heard while the context is suspended. */
export function play(context: AudioContext, tune: Tune) {
  const begin = context.currentTime + 0.02
  for (const note of tunes[tune]) {
    const tone = context.createOscillator()
    const gate = context.createGain()
    tone.type = tune === 'escalation' ? 'square' : 'sine'
    tone.frequency.value = note.hertz
    const from = begin + note.at
    gate.gain.setValueAtTime(0.0001, from)
    gate.gain.exponentialRampToValueAtTime(note.loudness, from + 0.015)
    gate.gain.exponentialRampToValueAtTime(0.0001, from + note.seconds)
    tone.connect(gate).connect(context.destination)
    tone.start(from)
    tone.stop(from + note.seconds + 0.02)
  }
}
