// @vitest-environment node
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { sendPhoto } from './sendPhoto'

// The server's end: keeps pieces that go on where it stands, and can be cut off before or after a piece is safe.
let held: Uint8Array[]
let size: number
let cut: 'before' | 'after' | undefined
const photo = new Blob([Uint8Array.from({ length: 150_000 }, (_, i) => i % 251)])
const bytesHeld = () => held.reduce((sum, piece) => sum + piece.length, 0)
const state = () => Response.json({ held: bytesHeld(), ...(size > 0 && bytesHeld() === size && { photo_id: 7 }) })

async function server(path: string, call: RequestInit = {}): Promise<Response> {
  if (call.method !== 'PUT') return state()
  if (cut === 'before') throw new TypeError('cut')
  const asked = new URL(path, 'http://x').searchParams
  size = Number(asked.get('size'))
  if (Number(asked.get('start')) === bytesHeld()) held.push(new Uint8Array(await (call.body as Blob).arrayBuffer()))
  if (cut === 'after') throw new TypeError('cut')
  return state()
}

beforeEach(() => {
  held = []
  size = 0
  cut = undefined
  vi.stubGlobal('fetch', server)
})
afterEach(() => void vi.unstubAllGlobals())

const send = (onsent = (_: number) => {}) => sendPhoto(3, photo, 'key-0001', onsent)

test('a photo goes in pieces and arrives as it is', async () => {
  const shares: number[] = []
  expect(await send((share) => shares.push(share))).toEqual({ photo_id: 7 })
  expect(held.map((piece) => piece.length)).toEqual([65536, 65536, 18928])
  expect(new Blob(held as BlobPart[]).size).toBe(photo.size)
  expect(Buffer.concat(held).equals(Buffer.from(await photo.arrayBuffer()))).toBe(true)
  expect(shares.map((share) => Math.round(share * 100))).toEqual([0, 44, 87])
})

test.each(['before', 'after'] as const)('cut off %s a piece is safe, it goes on from there and sends nothing twice', async (when) => {
  cut = when
  await expect(send()).rejects.toMatchObject({ status: 0 })
  cut = undefined
  await send()
  expect(Buffer.concat(held).equals(Buffer.from(await photo.arrayBuffer()))).toBe(true)
  expect(held).toHaveLength(3)
})

test('a server that takes pieces and stands still is in trouble, not asked for ever', async () => {
  vi.stubGlobal('fetch', async () => Response.json({ held: 0 }))
  await expect(send()).rejects.toMatchObject({ status: 503 })
})
