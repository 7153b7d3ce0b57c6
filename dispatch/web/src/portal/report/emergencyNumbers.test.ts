import { expect, test } from 'vitest'
import { withNumbers } from './emergencyNumbers'

const cases: { text: string; numbers: string[] }[] = [
  { text: 'Выйдите и звоните 104 или 112.', numbers: ['104', '112'] },
  { text: 'Звоните 101/112', numbers: ['101', '112'] },
  { text: 'Дом 1042, этаж 5, не ближе 8 м', numbers: [] },
  { text: '', numbers: [] },
]

test.each(cases)('$text', ({ text, numbers }) => {
  const pieces = withNumbers(text)
  expect(pieces.filter(({ number }) => number).map((piece) => piece.text)).toEqual(numbers)
  expect(pieces.map((piece) => piece.text).join('')).toBe(text)
})
