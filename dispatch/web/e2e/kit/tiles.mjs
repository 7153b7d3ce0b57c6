// A basemap of one colour, and what colour a screen shows: a PMTiles archive of one picture, and a server of such pictures.

import { createServer } from 'node:http'
import { once } from 'node:events'
import { crc32, deflateSync } from 'node:zlib'

const side = 256

/** A picture of 256 × 256 pixels of one colour. */
export function picture([red, green, blue]) {
  const row = Buffer.concat([Buffer.of(0), Buffer.alloc(3 * side).fill(Buffer.of(red, green, blue))])
  const head = Buffer.alloc(13)
  head.writeUInt32BE(side, 0)
  head.writeUInt32BE(side, 4)
  head.set([8, 2], 8) // 8 bits, RGB
  const chunk = (name, data) => {
    const body = Buffer.concat([Buffer.from(name), data])
    const out = Buffer.alloc(8 + body.length)
    out.writeUInt32BE(data.length, 0)
    body.copy(out, 4)
    out.writeUInt32BE(crc32(body), 4 + body.length)
    return out
  }
  const rows = deflateSync(Buffer.concat(Array(side).fill(row)))
  return Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), chunk('IHDR', head), chunk('IDAT', rows), chunk('IEND', Buffer.alloc(0))])
}

/** A PMTiles archive, version 3, of the whole earth in one picture. */
export function archive(colour, credit) {
  const tile = picture(colour)
  const directory = Buffer.from([1, 0, 1, ...varint(tile.length), 1]) // one entry: tile 0, a run of 1, its length, its place
  const metadata = Buffer.from(JSON.stringify({ attribution: credit }))
  const head = Buffer.alloc(127)
  head.write('PMTiles\x03', 'latin1')
  const places = [127, directory.length, 127 + directory.length, metadata.length, 0, 0, 127 + directory.length + metadata.length, tile.length, 1, 1, 1]
  places.forEach((place, index) => head.writeBigUInt64LE(BigInt(place), 8 + 8 * index))
  head.set([1, 1, 1, 2, 0, 0], 96) // clustered, nothing compressed, PNG, zoom 0 only
  ;[-180, -85, 180, 85].forEach((degrees, index) => head.writeInt32LE(degrees * 1e7, 102 + 4 * index))
  return Buffer.concat([head, directory, metadata, tile])
}

function varint(n) {
  return n < 128 ? [n] : [(n & 127) | 128, ...varint(n >>> 7)]
}

/** A tile server that answers every address with a picture, until it is closed. */
export async function tileServer(colour) {
  const server = createServer((_, answer) => answer.writeHead(200, { 'content-type': 'image/png' }).end(picture(colour))).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    template: `http://127.0.0.1:${server.address().port}/{z}/{x}/{y}.png`,
    close: () => new Promise((closed) => (server.closeAllConnections(), server.close(closed))),
  }
}

/** The colour of a page at a point. */
export async function colourAt(page, { x, y }) {
  const shot = await page.screenshot({ clip: { x, y, width: 1, height: 1 } })
  return page.evaluate(async (bytes) => {
    const image = await createImageBitmap(new Blob([new Uint8Array(bytes)]))
    const canvas = new OffscreenCanvas(1, 1).getContext('2d')
    canvas.drawImage(image, 0, 0)
    return [...canvas.getImageData(0, 0, 1, 1).data.slice(0, 3)]
  }, [...shot])
}
