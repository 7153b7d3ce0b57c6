import { describe, expect, test } from 'vitest'
import type { ClockRow, OrderRow, RequestRow } from '../../shared/wire'
import { everything, isOverdue, laneOf, queueOf } from './lanes'

const now = Date.parse('2026-11-23T12:00:00Z')

function clock(due: string, over: Partial<ClockRow> = {}): ClockRow {
  return {
    id: 1, kind: 'localise', round: 0, clause: 'п. 13', edition: '', verified: true, started_at: '2026-11-23T11:00:00Z', due_at: due, order_id: null, paused_at: null,
    met_at: null, void: false, level: 0, ...over,
  }
}

function order(state: OrderRow['state']): OrderRow {
  return { id: 1, version: 1, state, since: '', crew_id: 3, crew: 'АВР-1', organisation: null, by_voice: false, planned_at: null }
}

function request(id: number, over: Partial<RequestRow> = {}): RequestRow {
  return {
    id, number: `26-${id}`, version: 1, state: 'registered', severity: 2, problem: 'leak', category: 'cold_water', house_id: 1,
    address: 'ул. Зелёная, 5', address_text: '', point: null, placed: 'register', radius_meters: 0, registered_at: '2026-11-23T11:00:00Z',
    channel: 'telephone', main_id: null, joined: 0, organisation: null, service: null, parked: false, returned: 0, planned_at: null,
    done_at: null, clocks: [], orders: [], ...over,
  }
}

describe('a request stands in the lane of whoever must act', () => {
  test.each<[string, Partial<RequestRow>, ReturnType<typeof laneOf>]>([
    ['new', {}, 'needs_crew'],
    ['accepted, nobody sent', { state: 'accepted' }, 'needs_crew'],
    ['a crew only reserved', { state: 'accepted', orders: [order('reserved')] }, 'needs_crew'],
    ['a crew sent', { state: 'accepted', orders: [order('sent')] }, 'in_work'],
    ['the crew refused', { state: 'registered', orders: [order('refused')] }, 'needs_crew'],
    ['returned by the resident', { state: 'returned', orders: [order('verified')] }, 'needs_crew'],
    ['done', { state: 'done', orders: [order('done')] }, 'to_verify'],
    ['confirmed by the resident', { state: 'confirmed' }, 'to_verify'],
    ['suspicious', { parked: true }, 'parked'],
    ['suspicious and rejected', { parked: true, state: 'rejected' }, undefined],
    ['joined to another', { main_id: 7 }, undefined],
    ['closed', { state: 'closed' }, undefined],
  ])('%s', (_, over, lane) => expect(laneOf(request(1, over))).toBe(lane))
})

const rowsOf = (rows: RequestRow[], wanted = everything) =>
  queueOf(rows, wanted, now, (code) => (code === 'leak' ? 'Течь трубы' : code)).find(({ lane }) => lane === 'needs_crew')!.rows.map((row) => row.id)

test('the overdue come first, then the nearest deadline, then the gravest, then the oldest', () => {
  const rows = [
    request(1, { clocks: [clock('2026-11-23T13:00:00Z')] }),
    request(2),
    request(3, { clocks: [clock('2026-11-23T11:50:00Z')] }),
    request(4, { severity: 1 }),
    request(5, { registered_at: '2026-11-23T10:00:00Z' }),
    request(6, { clocks: [clock('2026-11-23T11:40:00Z', { met_at: '2026-11-23T11:39:00Z' }), clock('2026-11-23T12:10:00Z')] }),
  ]
  expect(rowsOf(rows)).toEqual([3, 6, 1, 4, 5, 2])
})

test.each([
  ['зеленая 5', [1]],
  ['ЗЕЛЁНАЯ', [1]],
  ['26-2', [2]],
  ['течь мира', [2]],
  ['авр', [2]],
  ['зелёная мира', []],
])('%s finds %j', (text, ids) => {
  const rows = [request(1), request(2, { address: 'пр-кт Мира, 14', orders: [order('refused')] })]
  expect(rowsOf(rows, { ...everything, text })).toEqual(ids)
})

test('filters narrow what is shown', () => {
  const late = request(1, { clocks: [clock('2026-11-23T11:50:00Z')] })
  const gas = request(2, { category: 'gas', severity: 1 })
  expect(rowsOf([late, gas], { ...everything, onlyOverdue: true })).toEqual([1])
  expect(rowsOf([late, gas], { ...everything, categories: ['gas'] })).toEqual([2])
  expect(rowsOf([late, gas], { ...everything, severities: [2] })).toEqual([1])
  expect([isOverdue(late, now), isOverdue(gas, now)]).toEqual([true, false])
})
