import { beforeEach, expect, test } from 'vitest'
import { cityTime } from '../../shared/cityTime.svelte'
import { tongue } from '../../shared/i18n.svelte'
import type { RosterLine } from '../../shared/wire'
import { toldDeeds, toldFields, toldText } from './told'

beforeEach(() => {
  tongue.use('ru')
  cityTime.zone = 'Asia/Omsk'
})

const line = (kind: string, detail: Record<string, unknown>): RosterLine => ({ id: 1, at: '2026-11-23T06:00:00Z', actor: 'Иванова', role: 'admin', kind, ref: 1, why: '', detail })
const told = (changes: Record<string, unknown>) => toldFields(line('person', { changes })).map(({ field, before, after }) => `${field}: ${before} → ${after}`)

test('each changed field is told before and after in words', () => {
  expect(told({ role: ['foreman', 'chief_engineer'], organisation_id: ['', 'УК Берег'], skills: [['gas'], ['gas', 'lift']], tablet: [true, false] })).toEqual([
    'Роль: Мастер → Главный инженер', 'Организация: нет → УК Берег', 'Что умеет: газ → газ, лифт', 'С планшетом: да → нет',
  ])
  expect(told({ days: ['', 'working'], window: ['', '08:00-20:00'], from: ['2026-01-01', '2026-02-01'], to: ['2026-12-31', ''] })).toEqual([
    'С: 01.01.2026 → 01.02.2026', 'По: 31.12.2026 → без срока', 'Когда нужен: каждый день → по рабочим дням', 'Часы: весь день → 08:00-20:00',
  ])
  tongue.use('en')
  expect(told({ kind: ['service', 'city'] })).toEqual(['Kind: Emergency service → City'])
})

test('of a contact only whether it is there', () => {
  expect(told({ phone: [true, true], email: [null, true], telegram: [true, false] })).toEqual(['Телефон: есть → есть, другой', 'Почта: нет → есть', 'Telegram: есть → нет'])
})

test('a renamed person is told by the name, a new row does not say its name twice', () => {
  expect(told({ name: ['Петрова', 'Иванова'] })).toEqual(['Имя: Петрова → Иванова'])
  expect(toldFields(line('crew', { changes: { name: ['АВР-1', 'АВР-2'] } }))[0]!.field).toBe('Название')
  expect(told({ name: [null, 'Иванова'], role: [null, 'senior'] })).toEqual(['Роль: нет → Старший диспетчер'])
})

test('a rotation is told by its people', () => {
  const one = { days: '', first: '2026-12-01', last: '', hand_over: '08:00', hours: 24, daily: false, turns: [['Первый', 'Второй'], ['Третий']] }
  expect(told({ rotations: [[], [one]] })).toEqual(['График: нет → с 01.12.2026, смены по 24 часа от 08:00: Первый + Второй, Третий'])
})

test('who stands in for whom, and who swapped', () => {
  const deed = { post: 'Бригада', from: '2026-11-24T02:00:00Z', to: '2026-11-24T14:00:00Z', person: 'Первый', instead: '' }
  expect(toldDeeds(line('override', deed))[0]).toMatch(/^Первый вместо всех, с 24.* 08:00 по 24.* 20:00$/)
  expect(toldDeeds(line('swap', { first: deed, second: { ...deed, person: 'Третий', instead: 'Первый' } }))).toHaveLength(2)
  expect(toldDeeds(line('note', {}))).toEqual([])
  expect(toldText(line('override', deed))).toContain('Первый')
})
