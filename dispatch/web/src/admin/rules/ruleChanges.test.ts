import { beforeEach, expect, test } from 'vitest'
import { tongue } from '../../shared/i18n.svelte'
import { changedFields, ruleName } from './ruleChanges'
import type { Amendment, LawReading, Norm } from './rules'

beforeEach(() => tongue.use('ru'))

const norm: Norm = {
  code: '416-13-inform', act: 'ПП 416', clause: 'п. 13', edition: '20.06.2026', validFrom: '2026-09-01', validTo: '', status: 'verified', kind: 'inform', applies: ['telephone'],
  condition: '', start: 'registration', amount: 30, unit: 'minutes', window: { open: 0, close: 0 }, source: 'third-party copy of the text', note: '',
}
const reading: LawReading = {
  code: 'glass-season', clause: 'Госстрой 170, прил. 2', question: { ru: 'За сколько вставляют стекло?', en: 'How soon is glass replaced?' }, default: 'winter', chosen: 'winter',
  alternatives: [
    { code: 'winter', condition: '', text: { ru: '1 сутки', en: '1 day' }, evidence: { ru: 'строже', en: 'stricter' } },
    { code: 'summer', condition: 'summer', text: { ru: '3 суток', en: '3 days' }, evidence: { ru: 'летом', en: 'in summer' } },
  ],
}
const names = { norms: [norm], readings: [reading] }
const amendment = (subject: string, code: string, before: unknown, then: unknown): Amendment => ({
  id: 1, subject, code, body: then, before, then, withdraws: null, withdrawn: false, refused_ru: '', refused_en: '', why: '', by: 'boss', at: '2026-11-23T06:00:00Z',
})
const told = (one: Amendment) => changedFields(one, names).map(({ field, before, after }) => `${field}: ${before} → ${after}`)

test('a norm is told by its changed fields', () => {
  const changed = amendment('norm', norm.code, norm, { ...norm, amount: 2, unit: 'hours', validTo: '2026-12-31', status: 'unverified', source: 'как решил город' })
  expect(ruleName(changed, names)).toBe('ПП 416, п. 13 · Сообщить срок')
  expect(told(changed)).toEqual([
    'Срок: 30 минут → 2 часа', 'по: бессрочно → 31.12.2026', 'Сверка с текстом: сверено → не сверено', 'Источник: по сторонней копии текста → как решил город',
  ])
})

test('a reading is told by what it says, in the reader’s language', () => {
  const changed = amendment('reading', 'glass-season', 'winter', 'summer')
  expect(ruleName(changed, names)).toBe('За сколько вставляют стекло?')
  expect(told(changed)).toEqual(['Толкование: 1 сутки → 3 суток'])
  tongue.use('en')
  expect(told(changed)).toEqual(['Reading: 1 day → 3 days'])
})

test('a fault, a ladder and channels are told without a code', () => {
  const fault = { code: 'x', title: { ru: 'Течь', en: 'Leak' }, category: 'roof', places: ['roof'], severity: 2, lifeRisk: false, norms: [norm.code], skill: 'roof', crewSize: 2, responsible: 'city', boundary: 'common', questions: null, words: ['течёт'], source: '' }
  expect(told(amendment('problem', 'x', fault, { ...fault, severity: 3, skill: 'plumbing', norms: [], handTo: ['104'] }))).toEqual([
    'Тяжесть: Нет ресурса → Неудобство', 'Специальность: кровля → сантехника', 'Нормы: ПП 416, п. 13 · Сообщить срок: 30 минут → нет', 'Кого известить: нет → Аварийная газовая служба (104)',
  ])
  const channels = { code: 'city', off: [], quiet: null, tellings: [{ to: 'crew', means: ['tablet', 'sms'], ackSeconds: 60 }] }
  expect(told(amendment('channel', 'city', channels, { ...channels, off: ['sms'], quiet: '22:00-07:00', tellings: [{ to: 'crew', means: ['tablet'], ackSeconds: 60 }] }))).toEqual([
    'Без каких каналов: нет → SMS', 'Тихие часы: как задано при запуске → 22:00-07:00', 'Бригаде о новом наряде: планшет, SMS; ответа ждать 60 с → планшет; ответа ждать 60 с',
  ])
})

test('a new row has nothing before, one taken back nothing after', () => {
  expect(told(amendment('status_limit', 'x', null, { code: 'x', state: 'sent', since: 'entered', title: { ru: 'Стоит', en: 'Stands' }, warnSeconds: 60, alertSeconds: 120 }))[0]).toBe('Название:  → Стоит')
  expect(told(amendment('reading', 'glass-season', 'summer', null))).toEqual(['Толкование: 3 суток → '])
})
