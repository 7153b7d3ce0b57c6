// @vitest-environment node
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { afterClose, type ClientFrame, type ServerFrame } from './frames'

// The same golden examples that the Go tests read.
const golden = join(import.meta.dirname, '../../../../realtime/golden')
const read = (name: string) => JSON.parse(readFileSync(join(golden, `${name}.json`), 'utf8'))

// What each frame must have for the screens; a field that is missing here would break them.
const fields: Record<string, string[]> = {
  hello: ['now'], tick: ['now'], snapshot: ['topic', 'epoch', 'offset', 'data'], delta: ['topic', 'epoch', 'after', 'offset', 'data'],
  live: ['topic', 'epoch', 'offset'], state: ['topic', 'data'], error: ['code'], sub: ['topic'], unsub: ['topic'], ack: ['topic', 'epoch', 'offset'],
}

test('every golden message is one that the screens know', () => {
  const names = readdirSync(golden).map((file) => file.replace('.json', '')).filter((name) => name !== 'closecodes')
  expect(names.length).toBeGreaterThan(0)
  for (const name of names) {
    const frame = read(name) as ServerFrame | ClientFrame
    expect(fields[frame.t], name).toBeDefined()
    for (const field of fields[frame.t]!) expect(frame, `${name}.${field}`).toHaveProperty(field)
  }
})

test('every close code of the server is obeyed as the server means it', () => {
  const codes = read('closecodes') as { code: number; reconnect: string }[]
  expect(codes.length).toBeGreaterThan(0)
  for (const { code, reconnect } of codes) expect(afterClose(code), String(code)).toBe(reconnect)
})

test.each([1006, 1009, 4299])('a close of %i is tried again later', (code) => expect(afterClose(code)).toBe('later'))
