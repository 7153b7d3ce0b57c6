import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { ClockRow, CrewOrder, OrderState } from '../../shared/wire'
import type { Entry } from '../outbox/entry'
import { choice, stepsFrom } from './machine'
import { alreadySo, withPending } from './pending'
import { reasonsFor } from './reasons'

// The machine of the service is a table in Go; the tablet walks the crew's part of it.
function machineOfTheService(): Map<string, string[]> {
  const source = readFileSync(join(import.meta.dirname, '../../../../states.go'), 'utf8')
  const names = new Map([...source.matchAll(/^\s+(Order\w+)(?:\s+OrderState)?\s+= "(\w+)"/gm)].map(([, name, state]) => [name!, state!]))
  const table = source.match(/var orderSteps = [^{]*\{(.*?)\n\}/s)![1]!
  const rows = [...table.matchAll(/^\s+(Order\w+):\s+\{(.*?)\},/gm)]
  return new Map(rows.map(([, from, to]) => [names.get(from!)!, to!.split(',').map((name) => names.get(name.trim())!)]))
}

test('the crew walks the machine of the service', () => {
  const ofTheDesk = ['sent', 'delivered', 'recalled', 'verified']
  const machine = machineOfTheService()
  expect(machine.size).toBeGreaterThan(7)
  for (const [from, to] of machine) {
    expect([from, stepsFrom(from as OrderState)]).toEqual([from, to.filter((step) => !ofTheDesk.includes(step))])
  }
})

const localise = (met_at: string | null): ClockRow =>
  ({ id: 1, kind: 'localise', void: false, met_at, due_at: '2026-11-23T12:30:00Z', started_at: '2026-11-23T12:00:00Z' }) as ClockRow

describe('the big button', () => {
  const cases: { name: string; state: OrderState; clocks?: ClockRow[]; times?: object; main?: OrderState; beside?: OrderState }[] = [
    { name: 'a new order: one tap accepts and sets off', state: 'delivered', main: 'en_route', beside: 'accepted' },
    { name: 'not yet marked as delivered: the same', state: 'sent', main: 'en_route', beside: 'accepted' },
    { name: 'accepted by voice: set off', state: 'accepted', main: 'en_route', beside: 'on_site' },
    { name: 'on the way', state: 'en_route', main: 'on_site' },
    { name: 'at the place: done', state: 'on_site', main: 'done', beside: 'localised' },
    { name: 'while the term to contain runs, that comes first', state: 'on_site', clocks: [localise(null)], main: 'localised', beside: 'done' },
    { name: 'contained already', state: 'on_site', clocks: [localise('2026-11-23T12:10:00Z')], main: 'done', beside: 'localised' },
    { name: 'suspended on the way: set off again', state: 'suspended', main: 'en_route', beside: 'on_site' },
    { name: 'suspended at the place: go on there', state: 'suspended', times: { on_site: '2026-11-23T12:00:00Z' }, main: 'on_site', beside: 'en_route' },
    { name: 'contained: done', state: 'localised', main: 'done' },
    { name: 'done: nothing more', state: 'done' },
  ]
  test.each(cases)('$name', ({ state, clocks = [], times = {}, main, beside }) => {
    const made = choice({ state, clocks, times, may: stepsFrom(state) })
    expect([made.main, made.beside]).toEqual([main, beside])
  })

  test('the word of the server on what may be done wins', () => {
    expect(choice({ state: 'delivered', clocks: [], times: {}, may: ['accepted'] })).toEqual({ main: 'accepted', beside: undefined, out: [] })
  })

  test('every way out has ready reasons', () => {
    for (const out of choice({ state: 'on_site', clocks: [], times: {}, may: stepsFrom('on_site') }).out) {
      expect(reasonsFor(out).length).toBeGreaterThan(2)
    }
  })
})

describe('unsent steps over an order', () => {
  const held = { id: 4, version: 5, state: 'delivered', times: { sent: 'x' }, may: ['en_route'], note: '', reason: '', clocks: [] } as unknown as CrewOrder
  const entry = (seq: number, to: OrderState, more: Partial<Entry> = {}): Entry => ({
    seq, key: `${seq}`, device_at: `2026-11-23T12:0${seq}:00Z`, label: '', action: { kind: 'step', order_id: 4, to, reason: '', note: '' }, ...more,
  })
  const refused = { status: 409, code: 'transition_not_allowed', text: 'Нельзя' }

  test('show at once, one after another', () => {
    const shown = withPending(held, [entry(1, 'en_route'), entry(2, 'on_site')])
    expect(shown.state).toBe('on_site')
    expect(shown.times).toEqual({ sent: 'x', accepted: '2026-11-23T12:01:00Z', en_route: '2026-11-23T12:01:00Z', on_site: '2026-11-23T12:02:00Z' })
    expect(shown.may).toEqual(stepsFrom('on_site'))
    expect(shown.waiting).toHaveLength(2)
  })

  test('from a refused one on, the word of the server stands', () => {
    const shown = withPending(held, [entry(1, 'en_route', { refused }), entry(2, 'on_site')])
    expect(shown.state).toBe('delivered')
    expect(shown.refused?.seq).toBe(1)
  })

  test('of another order change nothing', () => {
    expect(withPending({ ...held, id: 5 }, [entry(1, 'en_route')]).state).toBe('delivered')
  })

  test('a refusal of what is so already is no conflict', () => {
    expect(alreadySo(entry(1, 'en_route', { refused }), { ...held, state: 'en_route' })).toBe(true)
    expect(alreadySo(entry(1, 'en_route', { refused }), { ...held, state: 'recalled' })).toBe(false)
    expect(alreadySo(entry(1, 'en_route'), { ...held, state: 'en_route' })).toBe(false)
  })
})

test('the reasons of a suspension are those that the service knows', () => {
  const source = readFileSync(join(import.meta.dirname, '../../../../norms/data/working.json'), 'utf8')
  const known = (JSON.parse(source) as { reasons: { code: string; title: { ru: string } }[] }).reasons.map(({ code, title }) => [code, title.ru])
  expect(reasonsFor('suspended').map(({ code, said }) => [code, said])).toEqual(known)
})
