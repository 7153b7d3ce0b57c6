// Russian and English words of the screens. A dictionary is written once, both languages side by side, so that
// a missing translation does not compile; reading a word inside a component makes it follow the switch.

export type Language = 'ru' | 'en'

const kept = 'dispatch05.language'

class Tongue {
  #language = $state<Language>(readKept())

  get language(): Language {
    return this.#language
  }

  use(language: Language) {
    this.#language = language
    localStorage.setItem(kept, language)
    document.documentElement.lang = language
  }
}

function readKept(): Language {
  return globalThis.localStorage?.getItem(kept) === 'en' ? 'en' : 'ru'
}

export const tongue = new Tongue()

// eslint-disable-next-line @typescript-eslint/no-explicit-any
type Word = string | ((...args: any[]) => string)
type Pair<W extends Word = Word> = readonly [ru: W, en: W]
type Spoken<P> = P extends readonly [infer W, unknown] ? (W extends string ? string : W) : never

/** Makes a dictionary of [Russian, English] pairs readable in the chosen language: `words.send`, `words.left(5)`. */
export function dictionary<const D extends Record<string, Pair>>(pairs: D): { readonly [K in keyof D]: Spoken<D[K]> } {
  const spoken = {}
  for (const [key, [ru, en]] of Object.entries(pairs)) {
    Object.defineProperty(spoken, key, { enumerable: true, get: () => (tongue.language === 'ru' ? ru : en) })
  }
  return spoken as { readonly [K in keyof D]: Spoken<D[K]> }
}

/** Picks the text of a server row that carries both languages: `said(problem, 'title')` reads title_ru or title_en. */
export function said<K extends string>(row: { [F in `${K}_ru` | `${K}_en`]?: string }, field: K): string {
  return row[`${field}_${tongue.language}`] || row[`${field}_ru`] || ''
}

const russian = new Intl.PluralRules('ru')

/** Russian count words: `counted(3, 'заявка', 'заявки', 'заявок')` is "3 заявки". */
export function counted(n: number, one: string, few: string, many: string): string {
  const rule = russian.select(n)
  return `${n} ${rule === 'one' ? one : rule === 'few' ? few : many}`
}
