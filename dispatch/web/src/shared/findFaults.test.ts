// @vitest-environment node
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { Problem, Severity } from './wire'
import { faultIndex, findFaults } from './findFaults'

// The service's own classifier, as the server words it.
const folder = join(import.meta.dirname, '../../../norms/data/faults')
interface Shipped { code: string; title: { ru: string; en: string }; severity: Severity; words: string[] }
const problems = readdirSync(folder).flatMap((file) =>
  (JSON.parse(readFileSync(join(folder, file), 'utf8')) as Shipped[]).map(
    (row): Problem => ({
      code: row.code, category: file.replace('.json', ''), title_ru: row.title.ru, title_en: row.title.en, places: [], severity: row.severity,
      skill: '', crew_size: 1, side: '', questions: [], script_ru: '', script_en: '', synonyms: row.words,
    }),
  ),
)
const index = faultIndex(problems)
const categories = (text: string) => findFaults(index, text, 8).map((problem) => problem.category)

test.each([
  ['пахнет газом', 'gas'],
  ['застряли в лифте', 'lift'],
  ['лифт', 'lift'],
  ['нет горячей воды', 'hot_water'],
  ['кипяток', 'hot_water'],
  ['батареи холодные', 'heating'],
  ['нет света', 'electricity'],
  ['искрит', 'electricity'],
  ['течёт крыша', 'roof'],
  ['канализация', 'sewer'],
  ['gas smell', 'gas'],
])('%s is about %s', (text, category) => expect(categories(text)[0]).toBe(category))

test('without a word the gravest are offered first', () => {
  const offered = findFaults(index, '', 12).map((problem) => problem.severity)
  expect(offered).toEqual([...offered].sort())
  expect(offered[0]).toBe(1)
})

test('what no resident says finds nothing', () => expect(findFaults(index, 'йцукенг', 8)).toEqual([]))
