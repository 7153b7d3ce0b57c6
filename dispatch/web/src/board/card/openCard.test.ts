import { afterEach, expect, test, vi } from 'vitest'
import type { RequestCard } from '../../shared/wire'
import type { Desk } from '../desk/desk.svelte'
import { stepRequest } from '../verbs/stepRequest'
import { OpenCard } from './openCard.svelte'

const card = (version: number, state = 'registered') => ({ id: 5, version, state, journal: [] }) as unknown as RequestCard
const answer = (body: unknown, status = 200) => new Response(JSON.stringify(body), { status })
const learned: RequestCard[] = []
const desk = { learn: (row: RequestCard) => learned.push(row) } as unknown as Desk

afterEach(() => {
  vi.unstubAllGlobals()
  learned.length = 0
})

function serve(...answers: Response[]): { path: string; body: unknown }[] {
  const asked: { path: string; body: unknown }[] = []
  vi.stubGlobal('fetch', async (path: string, call?: RequestInit) => {
    asked.push({ path, body: call?.body ? JSON.parse(String(call.body)) : undefined })
    return answers.shift()!
  })
  return asked
}

test('a command carries the version that was looked at, and the board learns its answer', async () => {
  const asked = serve(answer(card(3)), answer(card(4, 'accepted')))
  const open = new OpenCard(desk, 5)
  await open.load()
  expect(await open.run((now) => stepRequest(now, { to: 'accepted' }))).toBe(true)
  expect(asked[1]).toEqual({ path: '/api/v1/requests/5/steps', body: { to: 'accepted', version: 3 } })
  expect(open.card?.version).toBe(4)
  expect(learned.map((row) => row.version)).toEqual([4])
})

test('who was faster is told, and the card is read again', async () => {
  const stale = answer({ code: 'stale_version', title: 'Так сейчас нельзя', detail: 'Карточку изменил(а) Орлов', current: { by: 'Орлов', at: '2026-11-23T12:00:00Z' } }, 409)
  serve(answer(card(3)), stale, answer(card(7, 'rejected')))
  const open = new OpenCard(desk, 5)
  await open.load()
  expect(await open.run((now) => stepRequest(now, { to: 'accepted' }))).toBe(false)
  expect(open.refusal?.current.by).toBe('Орлов')
  expect([open.card?.version, open.busy]).toEqual([7, false])
})

test('an older answer never covers a newer card', async () => {
  serve(answer(card(7)), answer(card(3)))
  const open = new OpenCard(desk, 5)
  await open.load()
  await open.load()
  expect(open.card?.version).toBe(7)
})
