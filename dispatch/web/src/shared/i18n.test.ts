import { afterEach, expect, test } from 'vitest'
import { counted, dictionary, said, tongue } from './i18n.svelte'

afterEach(() => tongue.use('ru'))

const words = dictionary({
  send: ['Отправить', 'Send'],
  left: [(n: number) => `осталось ${n}`, (n: number) => `${n} left`],
})

test('the same word follows the switch', () => {
  expect([words.send, words.left(3)]).toEqual(['Отправить', 'осталось 3'])
  tongue.use('en')
  expect([words.send, words.left(3)]).toEqual(['Send', '3 left'])
})

test('a row without English is said in Russian', () => {
  tongue.use('en')
  expect(said({ title_ru: 'Прорыв', title_en: '' }, 'title')).toBe('Прорыв')
})

test.each([
  [1, '1 заявка'], [3, '3 заявки'], [5, '5 заявок'], [11, '11 заявок'], [21, '21 заявка'], [112, '112 заявок'],
])('%i is counted as %s', (n, text) => expect(counted(n, 'заявка', 'заявки', 'заявок')).toBe(text))
