import { expect, test } from 'vitest'
import type { CrewRow } from '../../shared/wire'
import { lagOf } from './lag'

const now = Date.parse('2026-11-26T12:00:00Z')
const ago = (seconds: number) => new Date(now - seconds * 1000).toISOString()
const crew = { tablet: true, on_shift: true, heard_at: ago(10), waits_since: null } as CrewRow

test.each([
  ['heard a moment ago', {}, 0],
  ['two words lost', { heard_at: ago(80) }, 0],
  ['silent', { heard_at: ago(240) }, 240],
  ['heard, and something waits', { waits_since: ago(240) }, 240],
  ['just tapped', { waits_since: ago(20) }, 0],
  ['silent for longer than the action waits', { heard_at: ago(600), waits_since: ago(610) }, 610],
  ['off shift', { heard_at: ago(600), on_shift: false }, 0],
  ['worked by voice', { heard_at: ago(600), tablet: false }, 0],
  ['never heard', { heard_at: null }, 0],
])('%s', (_, more, seconds) => expect(lagOf({ ...crew, ...more }, now)).toBe(seconds * 1000))
