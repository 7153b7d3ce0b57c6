import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { clauseText } from '../../shared/clocks'
import { tongue } from '../../shared/i18n.svelte'
import { asKept, provenance } from './provenance'

const data = join(import.meta.dirname, '../../../../norms/data')
const read = (path: string) => readFileSync(join(data, path), 'utf8')

/** Fields of a line of CSV, those in quotes too. */
const fields = (line: string) => [...line.matchAll(/("(?:[^"]|"")*"|[^,]*)(?:,|$)/g)].map(([, field]) => field!.replace(/^"(.*)"$/, '$1').replaceAll('""', '"'))

const rows = read('norms.csv').split('\n').slice(1).filter((line) => line && !line.startsWith('#')).map(fields)
const ofNorms = rows.flatMap((row) => row.slice(14, 16))
const ofFaults = readdirSync(join(data, 'faults'))
  .flatMap((file) => JSON.parse(read(`faults/${file}`)) as { source: string; script?: { source: string } }[])
  .flatMap(({ source, script }) => [source, ...(script ? [script.source] : [])])
const ofYears = readdirSync(join(data, 'calendar')).map((file) => (JSON.parse(read(`calendar/${file}`)) as { source: string }).source)

test.each([['norms', ofNorms, 100], ['faults', ofFaults, 100], ['years', ofYears, 3]])('what the shipped %s say of their source is read in both languages', (_, said, least) => {
  const texts = new Set(said.filter(Boolean))
  expect(said.filter(Boolean).length).toBeGreaterThanOrEqual(least)
  for (const text of texts) {
    expect(provenance(text), text).toMatch(/\p{Script=Cyrillic}/u)
    expect(provenance(text), text).not.toMatch(/[a-z]{4,}|M-(?:high|med)/)
  }
})

test('where each shipped norm is written is read in English', () => {
  tongue.use('en')
  const places = rows.map((row) => clauseText(`${row[1]}, ${row[2]}`).replaceAll(/«[^»]+»/g, ''))
  tongue.use('ru')
  expect(places.length).toBeGreaterThan(90)
  expect(places.filter((place) => /\p{Script=Cyrillic}/u.test(place))).toEqual([])
})

test('an untouched field stays as it was kept, a changed one is the words written', () => {
  expect(asKept('один источник', 'one source')).toBe('one source')
  expect(asKept('один ввод', 'one source')).toBe('один ввод')
  expect(provenance('как решил комитет')).toBe('как решил комитет')
})
