import { expect, test } from 'vitest'
import type { HouseReading, Reading, SpanReading } from '../../shared/wire'
import { addressesOf, firstOf, isUnsure, piecesOf, streetsOf } from './reading'

const span = (text: string, of: string): SpanReading => {
  const start = [...text.slice(0, text.indexOf(of))].length
  return { text: of, start, end: start + [...of].length }
}
const house = (street: string, number: string, said: SpanReading, confidence = 1): HouseReading => ({ ids: [], address: `${street}, ${number}`, street, number, confidence, span: said })
const reading = (more: Partial<Reading>): Reading => ({ kind: 'outage', utilities: [], diameters_mm: [], site: [], houses: [], areas: [], institutions: [], unresolved: [], ...more })
const nowhere = span('', '')

test('houses stand under their streets, in the order of the text', () => {
  const streets = streetsOf([house('ул. Мира', '1', nowhere), house('ул. Лесная', '2', nowhere), house('ул. Мира', '3', nowhere), { ...house('', '7', nowhere), address: 'пос. Речной, 7' }])
  expect(streets.map(({ name, houses }) => `${name}: ${houses.map(({ number }) => number)}`)).toEqual(['ул. Мира: 1,3', 'ул. Лесная: 2', 'пос. Речной, 7: 7'])
  expect(firstOf(streets, 3).flatMap(({ houses }) => houses)).toHaveLength(3)
  expect(firstOf(streets, 2)).toHaveLength(1)
})

test('a text is cut at what was found in it, counted in code points', () => {
  const text = '😀 без ХВС Мира 1, 99'
  const found = reading({ houses: [house('ул. Мира', '1', span(text, '1'))], unresolved: [{ span: span(text, '99'), reason: 'no_such_house' }] })
  const pieces = piecesOf(text, text, found, span(text, '1'))
  expect(pieces.map((piece) => piece.text).join('')).toBe(text)
  expect(pieces.filter(({ mark }) => mark)).toEqual([{ text: '1', mark: 'house', chosen: true }, { text: '99', mark: 'missed', chosen: false }])
})

test('what was typed after the reading is not marked by it', () => {
  const read = 'Мира 1, 2'
  const found = reading({ houses: [house('ул. Мира', '1', span(read, '1')), house('ул. Мира', '2', span(read, '2'), 0.7)] })
  expect(piecesOf('Мира 1, 2, 3', read, found, undefined).filter(({ mark }) => mark).map(({ text, mark }) => text + mark)).toEqual(['1house', '2unsure'])
  expect(piecesOf('Мира 17', read, found, undefined).filter(({ mark }) => mark).map(({ text }) => text)).toEqual(['1'])
  expect(piecesOf('ул. Мира 1, 2', read, found, undefined).some(({ mark }) => mark)).toBe(false)
})

test('a house named by another spelling is doubtful; the copy is in the register’s spelling', () => {
  expect([0.6, 0.75, 0.96, 1].map((confidence) => isUnsure(house('', '1', nowhere, confidence)))).toEqual([true, true, false, false])
  expect(addressesOf(reading({ houses: [house('ул. Мира', '1', nowhere), house('ул. Мира', '2а', nowhere)] }))).toBe('ул. Мира, 1\nул. Мира, 2а')
})
