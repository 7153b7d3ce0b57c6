// A city mounts a map beneath its own, and the screens draw it; when it does not come, they draw the city's own.

import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Board } from './kit/board.mjs'
import { shoot } from './kit/looks.mjs'
import { outage } from './kit/people.mjs'
import { story } from './kit/story.mjs'
import { archive, colourAt, tileServer } from './kit/tiles.mjs'

const lilac = [200, 160, 220]
const lost = 'Подложка не загружается'

story('a mounted archive and a tile server are drawn, and the city\'s own map when they are gone', async ({ service, people }) => {
  const folder = await mkdtemp(join(tmpdir(), 'dispatch05-basemap-'))
  const file = join(folder, 'city.pmtiles')
  await writeFile(file, archive(lilac, '© Карта для рассказа'))
  assert.match(await service.tool('city', 'basemap', '--city', 'demograd', file), /archive \(raster\), zooms 0 to 0/)

  const board = await Board.open(people, service, 'dispatcher')
  await board.person.sees('© Карта для рассказа')
  await showing(board, lilac)
  await shoot(board.page, 'board on a basemap')

  await rm(folder, { recursive: true })
  const anew = await Board.open(people, service, 'senior', /basemap.pmtiles/)
  await anew.person.sees(lost)
  await shoot(anew.page, 'board without its basemap')

  const tiles = await tileServer(lilac)
  await service.tool('city', 'basemap', '--city', 'demograd', tiles.template)
  await anew.page.reload()
  await showing(anew, lilac)
  await tiles.close()
  for (const { person } of [board, anew]) person.expect(outage, /basemap/)
  await service.kill() // what it had kept is gone with it
  await service.again()
  const later = await Board.open(people, service, 'operator', /basemap/)
  await later.person.sees(lost)

  assert.match(await service.tool('city', 'basemap', '--city', 'demograd', '--none'), /own map alone/)
})

/** Waits until the map shows a colour where nothing else stands. */
async function showing({ page }, colour) {
  const { x, y, width, height } = await page.locator('canvas.maplibregl-canvas').boundingBox()
  const bare = { x: x + width - 120, y: y + height / 2 }
  let seen
  for (let i = 0; i < 40; i++) {
    seen = await colourAt(page, bare)
    if (seen.every((part, index) => Math.abs(part - colour[index]) < 6)) return
    await page.waitForTimeout(250)
  }
  assert.deepEqual(seen, colour)
}
