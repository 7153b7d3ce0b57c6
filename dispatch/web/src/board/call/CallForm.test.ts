import 'fake-indexeddb/auto'
import { IDBFactory } from 'fake-indexeddb'
import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/svelte'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { Classifier, Me, RequestCard } from '../../shared/wire'
import { notices } from '../../shared/parts/notices.svelte'
import { boardKey } from '../desk/context'
import { Desk } from '../desk/desk.svelte'
import { Workplace } from '../desk/workplace.svelte'
import CallForm from './CallForm.svelte'

const me = {
  name: 'Дмитрий', login: 'dispatcher', role: 'dispatcher', may: ['register', 'dispatch'], organisation: null,
  city: { id: 'demograd', name: 'Демоград', zone: 'Asia/Omsk', demo: true },
} as unknown as Me
const classifier = {
  categories: [{ code: 'gas', title_ru: 'Газ', title_en: 'Gas', color: 'magenta', icon: 'flame' }],
  problems: [{
    code: 'gas-smell', category: 'gas', title_ru: 'Запах газа', title_en: 'Gas smell', places: [], severity: 1, skill: 'gas', crew_size: 2,
    side: 'supplier', questions: [{ ru: 'Где запах?', en: 'Where?' }], script_ru: 'Не включайте свет', script_en: 'No lights', synonyms: ['пахнет газом'],
  }],
} as Classifier
const house = { house_id: 7, address: 'ул. Зелёная, 5', settlement: '', point: [73, 55], placed: 'register', confidence: 1, why: 'похоже на', why_code: 'looks_like' }
const registered = {
  id: 1, number: '26-1234', version: 1, state: 'registered', severity: 1, problem: 'gas-smell', category: 'gas', main_id: null, parked: false,
  orders: [], clocks: [], may: [], order_cards: [], joined_rows: [], photos: [], journal: [],
} as unknown as RequestCard

interface Sent { key: string; body: Record<string, unknown> }
let sent: Sent[]
let registering: () => Response
const json = (body: unknown, status = 200) => new Response(JSON.stringify(body), { status })

// The server's end: it answers what the contract says for this house and this call.
function server(path: string, call?: RequestInit): Response {
  if (path.includes('/addresses')) return json({ answer: null, confidence: 0, reason: '', reason_code: '', parsed: { entrance: '2', floor: '', flat: '48' }, candidates: [house] })
  if (path.includes('/houses/near')) return json([{ house_id: 7, address: 'ул. Зелёная, 5', settlement: '', point: [73, 55], placed: 'register', meters: 14 }])
  if (path.endsWith('/houses/7')) return json({ ...house, id: 7, facts: { levels: 9, entrances: 4, flats: 144, year: 1978 }, organisation: null, service: { id: 0, name: '05', by_default: true }, districts: [{ kind: 'area', name: 'Ленинский район' }], open: [] })
  if (path.includes('/open')) return json({ same_fault: [{ ...registered, id: 9, number: '26-9', registered_at: '2026-11-23T11:00:00Z' }], others: [] })
  sent.push({ key: new Headers(call?.headers).get('Idempotency-Key')!, body: JSON.parse(String(call?.body)) })
  return registering()
}

function open() {
  const desk = new Desk(me, classifier, () => {})
  const place = new Workplace()
  place.calling = true
  render(CallForm, { context: new Map([[boardKey, { desk, place }]]) })
  return { desk, place }
}

const box = (name: RegExp) => screen.getByRole<HTMLInputElement>('combobox', { name })
const press = (key: string, more = {}) => fireEvent.keyDown(document.activeElement!, { key, ...more })

async function takeCall() {
  await fireEvent.input(box(/Адрес/), { target: { value: 'зелёная 5 подъезд 2 кв 48' } })
  await screen.findByText('ул. Зелёная, 5')
  await press('Enter')
  await fireEvent.input(box(/Неисправность/), { target: { value: 'пахнет газом' } })
  await screen.findByRole('option', { name: /Запах газа/ })
  await press('Enter')
}

beforeEach(() => {
  globalThis.indexedDB = new IDBFactory()
  sent = []
  registering = () => json(registered, 201)
  sessionStorage.clear()
  vi.stubGlobal('fetch', async (path: string, call?: RequestInit) => server(path, call))
})

afterEach(() => {
  cleanup()
  vi.unstubAllGlobals()
})

test('a call is taken by the keyboard alone: address, fault, register, number', async () => {
  const { desk } = open()
  expect(document.activeElement).toBe(box(/Адрес/))
  await takeCall()
  expect(screen.getByText('Не включайте свет')).toBeTruthy()
  expect(screen.getByText('Где запах?')).toBeTruthy()
  await press('Enter', { ctrlKey: true })
  await screen.findByText('26-1234')
  expect(sent).toHaveLength(1)
  // The words as said are sent beside the house: they teach the register.
  expect(sent[0]!.body).toMatchObject({ house_id: 7, address_text: 'зелёная 5 подъезд 2 кв 48', problem: 'gas-smell', entrance: '2', flat: '48', channel: 'telephone', point: null })
  expect(desk.requests.get(1)?.number).toBe('26-1234')
  expect(sessionStorage.length).toBe(0)
})

test('a guess is offered as one', async () => {
  open()
  await fireEvent.input(box(/Адрес/), { target: { value: 'зиленая 5' } })
  expect((await screen.findByRole('option', { name: /Зелёная/ })).textContent?.trim()).toBe('похоже наул. Зелёная, 5')
})

test('a comment begins a call about its house, and never in the place of one that was begun', async () => {
  const { place } = open()
  const about = (id: number, address: string) => ({ house: { id, address, point: null }, text: 'без ХВС Зелёная 5, 7' })
  place.callAbout(about(7, 'ул. Зелёная, 5'))
  await waitFor(() => expect(box(/Адрес/).value).toBe('ул. Зелёная, 5'))
  expect(document.activeElement).toBe(box(/Неисправность/))
  expect(screen.getByRole<HTMLTextAreaElement>('textbox', { name: 'Со слов заявителя' }).value).toBe('без ХВС Зелёная 5, 7')
  place.callAbout(about(8, 'ул. Зелёная, 7'))
  await waitFor(() => expect(box(/Адрес/).value).toBe('ул. Зелёная, 7'))
  await fireEvent.input(box(/Неисправность/), { target: { value: 'пахнет газом' } })
  place.callAbout(about(7, 'ул. Зелёная, 5'))
  await waitFor(() => expect(notices.list.map(({ text }) => text)).toEqual(['Сначала закончите начатое обращение: оно открыто']))
  expect(box(/Адрес/).value).toBe('ул. Зелёная, 7')
})

test('F4 attaches the call to what is open here', async () => {
  open()
  await takeCall()
  await screen.findByText(/с той же неисправностью/)
  await press('F4')
  await press('Enter', { ctrlKey: true })
  await screen.findByText('26-1234')
  expect(sent[0]!.body).toMatchObject({ join: 9 })
})

const away = () => {
  throw new TypeError('connection refused')
}

test('a server that does not answer loses nothing: a temporary number, the next call, then the same one again under the same key', async () => {
  registering = away
  const { desk } = open()
  await takeCall()
  await press('Enter', { ctrlKey: true })
  await screen.findByText('Временный номер')
  expect(screen.getByText('В-1')).toBeTruthy()
  expect(sessionStorage.length).toBe(0)
  registering = () => json(registered, 201)
  await desk.calls.hurry()
  await screen.findByText('26-1234')
  expect(sent.length).toBeGreaterThan(1)
  for (const again of sent) expect(again).toEqual(sent[0])
  expect(desk.calls.became.map(({ seq, number, told }) => [seq, number, told])).toEqual([[1, '26-1234', true]])
})

test('a call that was kept outlives the tab, and its numbers are known to the next one', async () => {
  registering = away
  const { desk } = open()
  await takeCall()
  await press('Enter', { ctrlKey: true })
  await screen.findByText('Временный номер')
  cleanup()
  await desk.calls.stop()
  registering = () => json(registered, 201)
  const next = open().desk
  await next.calls.hurry()
  expect(next.calls.waiting).toEqual([])
  expect(next.calls.became).toMatchObject([{ number: '26-1234', told: true }])
  expect(new Set(sent.map(({ key }) => key)).size).toBe(1)
})

test('a kept call that the server refuses comes back to the form under its own key, and leaves corrected', async () => {
  registering = away
  const { desk } = open()
  await takeCall()
  await press('Enter', { ctrlKey: true })
  await screen.findByText('Временный номер')
  registering = () => json({ title: 'Проверьте введённое', code: 'bad_phone', errors: [{ field: 'phone', code: 'bad_phone', message: 'Телефон не распознан' }] }, 422)
  await desk.calls.hurry()
  await screen.findByText('Телефон не распознан')
  expect(desk.calls.waiting).toMatchObject([{ refused: { code: 'bad_phone' } }])
  registering = () => json(registered, 201)
  await fireEvent.input(screen.getByRole('textbox', { name: 'Телефон' }), { target: { value: '9170001144' } })
  await press('Enter', { ctrlKey: true })
  await screen.findByText('26-1234')
  expect(desk.calls.waiting).toEqual([])
  expect(sent.at(-1)).toMatchObject({ key: sent[0]!.key, body: { phone: '9170001144' } })
})

test("another person's call stays theirs until it is taken over", async () => {
  registering = away
  const first = open()
  await takeCall()
  await press('Enter', { ctrlKey: true })
  await screen.findByText('Временный номер')
  cleanup()
  await first.desk.calls.stop()
  registering = () => json(registered, 201)
  const before = sent.length
  const second = new Desk({ ...me, login: 'operator', name: 'Ольга' } as Me, classifier, () => {})
  await second.calls.hurry()
  expect(sent).toHaveLength(before)
  expect(second.calls.others).toMatchObject([{ by: { login: 'dispatcher' } }])
  await second.calls.takeOver(second.calls.others[0]!)
  expect(sent).toHaveLength(before + 1)
  expect(second.calls.others).toEqual([])
  await second.calls.stop()
})

test("an error of a field stands at the field, in the server's words", async () => {
  registering = () => json({ title: 'Проверьте введённое', code: 'bad_phone', errors: [{ field: 'phone', code: 'bad_phone', message: 'Телефон не распознан' }] }, 422)
  open()
  await takeCall()
  await press('Enter', { ctrlKey: true })
  const phone = screen.getByRole('textbox', { name: 'Телефон' })
  await waitFor(() => expect(phone.getAttribute('aria-invalid')).toBe('true'))
  expect(document.getElementById(phone.getAttribute('aria-describedby')!)?.textContent).toBe('Телефон не распознан')
})

test('without a fault nothing is sent, and the focus goes to what is missing', async () => {
  open()
  await fireEvent.input(box(/Адрес/), { target: { value: 'за пекарней' } })
  await press('Enter', { ctrlKey: true })
  expect(sent).toHaveLength(0)
  expect(document.activeElement).toBe(box(/Неисправность/))
  expect(screen.getByText('Выберите неисправность из списка')).toBeTruthy()
})

test('an address that the register does not know is kept as typed', async () => {
  open()
  await takeCall()
  await fireEvent.input(box(/Адрес/), { target: { value: 'за старой пекарней' } })
  await press('Enter', { ctrlKey: true })
  await screen.findByText('26-1234')
  expect(sent[0]!.body).toMatchObject({ house_id: null, address_text: 'за старой пекарней', point: null })
})

test('a pin put down by a house becomes that house, and the words stay what was said', async () => {
  const { place } = open()
  await takeCall()
  await fireEvent.input(box(/Адрес/), { target: { value: 'за старой пекарней' } })
  await press('F6')
  place.picking!.take([73.0001, 55])
  await fireEvent.click(await screen.findByRole('button', { name: 'ул. Зелёная, 5, 14 м' }))
  expect(box(/Адрес/).value).toBe('ул. Зелёная, 5')
  await screen.findByText(/Ленинский район/)
  await press('Enter', { ctrlKey: true })
  await screen.findByText('26-1234')
  expect(sent[0]!.body).toMatchObject({ house_id: 7, address_text: 'за старой пекарней', point: null })
})

test('what was typed outlives closing the form and the page', async () => {
  open()
  await takeCall()
  cleanup()
  open()
  expect(box(/Адрес/).value).toBe('ул. Зелёная, 5')
  expect(box(/Неисправность/).value).toBe('Запах газа')
  expect(screen.getByText('черновик')).toBeTruthy()
})
