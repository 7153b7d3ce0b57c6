import { afterEach, describe, expect, test } from 'vitest'
import codes from '../../../httpapi/codes.json'
import { tongue } from '../shared/i18n.svelte'
import { codeName } from './codes'

// What the Go side knows is written to httpapi/codes.json by its own test: a new code without a word fails here.
const all = Object.entries(codes).flatMap(([of, list]) => list.map((code): [string, string] => [of, code]))
/** Names that are the same in every language. */
const proper = ['open311', 'push', 'telegram', 'sms']

afterEach(() => tongue.use('ru'))

test('the service has told its codes', () => expect(all.length).toBeGreaterThan(150))

describe.each(all)('%s %s', (of, code) => {
  test('has a word in both languages', () => {
    tongue.use('ru')
    const ru = codeName(of, code)
    tongue.use('en')
    const en = codeName(of, code)
    if (proper.includes(code)) return expect(ru.toLowerCase()).toBe(code)
    expect(ru, 'no Russian word').toMatch(/\p{Script=Cyrillic}/u)
    expect(en, 'no English word').toBeTruthy()
    expect(en, 'Russian in the English word').not.toMatch(/\p{Script=Cyrillic}/u)
    expect(en, 'the code itself').not.toMatch(/_/)
  })
})

test('no two codes of a list have the same word', () => {
  for (const [of, list] of Object.entries(codes)) {
    const words = list.map((code) => codeName(of, code))
    expect(words.filter((word, at) => words.indexOf(word) !== at), of).toEqual([])
  }
})
