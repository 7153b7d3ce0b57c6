import { beforeEach, describe, expect, test } from 'vitest'
import { Problem } from '../../shared/problem'
import type { NewReport, Registered } from '../../shared/wire'
import { bodyOf, type Draft, emptyDraft, forgetDraft, keepDraft, keptDraft, missing, sealed } from './draft'
import { sendReport } from './sendReport'

const noon = Date.parse('2026-11-23T12:00:00Z')
const hour = 3_600_000
const full: Draft = { ...emptyDraft('omsk'), problem: 'cold-none', house_id: 7, address_text: 'Мира, 10', phone: '+7 900 000-00-00' }

beforeEach(() => localStorage.clear())

describe('a draft', () => {
  test('comes back after the page was closed', () => {
    keepDraft(localStorage, full, noon)
    expect(keptDraft(localStorage, 'omsk', noon + hour)).toMatchObject({ problem: 'cold-none', phone: '+7 900 000-00-00' })
  })

  test('is forgotten after a day, with the telephone in it', () => {
    keepDraft(localStorage, full, noon)
    expect(keptDraft(localStorage, 'omsk', noon + 25 * hour)).toBeUndefined()
    expect(localStorage.length).toBe(0)
  })

  test('of another city is not shown and not lost', () => {
    keepDraft(localStorage, full, noon)
    expect(keptDraft(localStorage, 'tula', noon)).toBeUndefined()
    expect(keptDraft(localStorage, 'omsk', noon)).toBeDefined()
  })

  test('that is broken counts as none', () => {
    localStorage.setItem('dispatch05.portal.draft', '{"city":')
    expect(keptDraft(localStorage, 'omsk', noon)).toBeUndefined()
  })

  test('goes when it is sent', () => {
    keepDraft(localStorage, full, noon)
    forgetDraft(localStorage)
    expect(localStorage.length).toBe(0)
  })

  test('says what is missing, in the order of the form', () => {
    expect(missing(emptyDraft('omsk'))).toEqual(['problem', 'address_text', 'phone'])
    expect(missing(full)).toEqual([])
    expect(missing({ ...full, house_id: null, address_text: ' ', point: [73, 55] })).toEqual([])
  })

  test('keeps a pin only where no house is known', () => {
    expect(bodyOf({ ...full, point: [73, 55] }).point).toBeNull()
    expect(bodyOf({ ...full, house_id: null, point: [73, 55] }).point).toEqual([73, 55])
  })
})

describe('the key', () => {
  let made = 0
  const newKey = () => `key-${++made}`

  test('stays over tries of the same report, also after a restart', () => {
    const first = sealed(full, newKey)
    keepDraft(localStorage, first, noon)
    expect(sealed(keptDraft(localStorage, 'omsk', noon)!, newKey).key).toBe(first.key)
  })

  test('is new when the report was changed: neither of the two may be lost', () => {
    const first = sealed(full, newKey)
    expect(sealed({ ...first, flat: '12' }, newKey).key).not.toBe(first.key)
  })
})

describe('sending on a bad network', () => {
  const answer = { number: '26-1', link: '/r/abc', token: 'abc' } as Registered
  const offline = new Problem(0, 'offline', 'Нет связи', '')

  function line(answers: (Problem | Registered)[]) {
    const sent: { body: NewReport; key: string }[] = []
    const pauses: number[] = []
    const post = async (_path: string, body: NewReport, { key }: { key: string }) => {
      sent.push({ body, key })
      const next = answers.shift() ?? offline
      if (next instanceof Problem) throw next
      return next
    }
    return { sent, pauses, post, pause: async (ms: number) => void pauses.push(ms) }
  }
  const draft = sealed(full, () => 'key-of-this')

  test('tries again under the same key until it is taken', async () => {
    const wire = line([offline, new Problem(503, 'unavailable', '', ''), answer])
    await expect(sendReport(draft, wire)).resolves.toEqual(answer)
    expect(wire.sent.map(({ key }) => key)).toEqual(['key-of-this', 'key-of-this', 'key-of-this'])
    expect(wire.pauses).toHaveLength(2)
  })

  test('gives up aloud after a while', async () => {
    const wire = line([])
    await expect(sendReport(draft, wire)).rejects.toBe(offline)
    expect(wire.sent).toHaveLength(4)
  })

  test.each([422, 429])('does not repeat what was answered with %d', async (status) => {
    const refused = new Problem(status, 'no', '', '')
    const wire = line([refused])
    await expect(sendReport(draft, wire)).rejects.toBe(refused)
    expect(wire.sent).toHaveLength(1)
  })
})
