import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { cityTime } from '../../shared/cityTime.svelte'
import { Attendance } from './attendance.svelte'

const noon = Date.parse('2026-11-26T12:00:00Z')
const at = new Date(noon).toISOString()
let said: { seat: string; request_id: number | null }[]

beforeEach(() => {
  vi.useFakeTimers()
  said = []
  vi.stubGlobal('fetch', async (_: string, call: RequestInit) => {
    said.push(JSON.parse(String(call.body)))
    return Response.json({ done: true })
  })
  cityTime.now = noon
})
afterEach(() => {
  vi.unstubAllGlobals()
  vi.useRealTimers()
})

test('another seat is seen at a card, once for each name, and goes when it says so', () => {
  const attendance = new Attendance()
  attendance.heard('desk/4/seat-of-four', { request_id: 7, name: 'Диспетчер 4', at })
  attendance.heard('desk/4/other-seat-of-four', { request_id: 7, name: 'Диспетчер 4', at })
  expect(attendance.at(7)).toEqual(['Диспетчер 4'])
  expect(attendance.at(8)).toEqual([])
  attendance.heard('desk/4/seat-of-four', null)
  attendance.heard('desk/4/other-seat-of-four', { request_id: 8, name: 'Диспетчер 4', at })
  expect(attendance.at(7)).toEqual([])
  expect(attendance.at(8)).toEqual(['Диспетчер 4'])
})

test('a seat that falls silent is believed for fifteen seconds', () => {
  const attendance = new Attendance()
  attendance.heard('desk/4/seat-of-four', { request_id: 7, name: 'Диспетчер 4', at })
  cityTime.now = noon + 14_000
  expect(attendance.at(7)).toHaveLength(1)
  cityTime.now = noon + 16_000
  expect(attendance.at(7)).toEqual([])
})

test('an open card is said again and again, a closed one once; the own seat is not another', async () => {
  const attendance = new Attendance()
  attendance.attend(null)
  attendance.attend(7)
  await vi.advanceTimersByTimeAsync(11_000)
  expect(said.map((one) => one.request_id)).toEqual([7, 7, 7])
  attendance.heard(`desk/1/${said[0]!.seat}`, { request_id: 7, name: 'Я', at })
  expect(attendance.at(7)).toEqual([])
  attendance.attend(null)
  await vi.advanceTimersByTimeAsync(11_000)
  expect(said.map((one) => one.request_id)).toEqual([7, 7, 7, null])
})
