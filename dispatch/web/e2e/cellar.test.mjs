// A crew in a cellar: no link, then no server either. What was done there is kept, shown, and sent in order, once.

import assert from 'node:assert/strict'
import { shoot } from './kit/looks.mjs'
import { outage } from './kit/people.mjs'
import { story } from './kit/story.mjs'
import { Tablet } from './kit/tablet.mjs'

story('steps made without a link wait on the tablet, outlive the server, and are sent in order, once', async ({ service, people }) => {
  const dispatcher = await service.as('dispatcher')
  const tablet = await Tablet.open(people, service, 'avr1')
  tablet.person.expect(outage)
  const request = await dispatcher.register('пр-кт Ленина, 22а', 'cold-riser-burst')
  await dispatcher.send(request, 'АВР-1')
  await tablet.acceptAndGo(request.number)
  await until(async () => (await order()).state === 'en_route')

  await tablet.person.context.setOffline(true)
  await service.kill()
  await tablet.step('На месте')
  await tablet.step('Локализовано')
  await tablet.done('Заменили участок трубы')
  await tablet.person.sees('Не отправлено: 3')
  await tablet.person.sees('Нет связи')

  // The tablet can be opened anew without any link: all is still there.
  await tablet.page.reload()
  await tablet.person.sees('Не отправлено: 3')
  await tablet.list.getByText(request.address).waitFor()
  await tablet.page.getByRole('button', { name: 'Не отправлено: 3' }).click()
  const waiting = tablet.page.getByRole('dialog')
  assert.deepEqual(await waiting.locator('li b').allInnerTexts(), ['На месте', 'Локализовано', 'Выполнено'])
  await tablet.person.press('Escape')

  await service.again()
  await tablet.person.context.setOffline(false)
  await tablet.live()
  await tablet.person.sees_no(/Не отправлено/)
  const again = await service.as('dispatcher')
  const card = await again.get(`requests/${request.id}`)
  assert.equal(card.state, 'done')
  const steps = card.journal.filter(({ order_id: id, to }) => id !== null && ['en_route', 'on_site', 'localised', 'done'].includes(to))
  assert.deepEqual(steps.map(({ to }) => to), ['en_route', 'on_site', 'localised', 'done'])
  // Each tells when it was tapped, in the order of the taps.
  const tapped = steps.slice(1).map(({ device_at: at }) => Date.parse(at))
  assert.ok(tapped.every((at, index) => at > (tapped[index - 1] ?? 0)), String(tapped))

  async function order() {
    return (await dispatcher.get(`requests/${request.id}`)).orders.at(-1)
  }
})

story('a step on an order that was recalled meanwhile comes back to the crew as a conflict', async ({ service, people }) => {
  const dispatcher = await service.as('dispatcher')
  const tablet = await Tablet.open(people, service, 'avr1')
  tablet.person.expect(outage, /409|422/)
  const request = await dispatcher.register('пр-кт Ленина, 23', 'cold-pipe-leak')
  const card = await dispatcher.send(request, 'АВР-1')
  await tablet.acceptAndGo(request.number)
  await until(async () => (await dispatcher.get(`requests/${request.id}`)).orders.at(-1).state === 'en_route')

  await tablet.person.context.setOffline(true)
  await tablet.step('На месте')
  await tablet.person.sees('Не отправлено: 1')
  await dispatcher.post(`orders/${card.orders.at(-1).id}/steps`, { to: 'recalled', reason: 'Авария важнее' })
  await tablet.person.context.setOffline(false)

  const conflict = tablet.page.getByRole('alert').filter({ hasText: 'Сервер не принял действие' })
  await conflict.waitFor()
  await tablet.person.sees('На месте', conflict)
  await conflict.getByRole('button', { name: 'Оставить как на сервере' }).click()
  await conflict.waitFor({ state: 'hidden' })
  await tablet.person.sees_no(/Не отправлено/)
  assert.equal((await dispatcher.get(`requests/${request.id}`)).orders.at(-1).state, 'recalled')
  await tablet.list.getByText(request.address).waitFor({ state: 'hidden' })
})

story('a photo is cut off in the middle, tablet and server are restarted, and it goes on from there', async ({ service, people }) => {
  const dispatcher = await service.as('dispatcher')
  const tablet = await Tablet.open(people, service, 'avr1')
  const { person, page } = tablet
  person.expect(outage)
  const request = await dispatcher.register('пр-кт Ленина, 25', 'cold-pipe-leak')
  await dispatcher.send(request, 'АВР-1')
  await tablet.acceptAndGo(request.number)

  // Two pieces are let through, then the line is dead, until the tablet is opened anew.
  await person.context.addInitScript(notePieces, Infinity)
  await page.evaluate(notePieces, 2)
  await tablet.photograph(await noise(page))
  await tablet.order.getByText(/^[1-9]\d*%$/).waitFor()
  await page.waitForFunction(() => JSON.parse(sessionStorage.pieces ?? '[]').length === 2)
  await shoot(page, 'photo half sent')
  await service.kill()
  await page.reload()
  await person.sees('Не отправлено: 1')
  await service.again()
  await tablet.live()
  await person.sees_no(/Не отправлено/)
  const card = await (await service.as('dispatcher')).get(`requests/${request.id}`)
  assert.equal(card.photos.length, 1)
  const pieces = JSON.parse(await page.evaluate(() => sessionStorage.pieces))
  assert.equal(new Set(pieces).size, pieces.length, `no piece was sent twice: ${pieces}`)
  assert.ok(pieces.length > 3, String(pieces))
})

/** Runs in the page: notes where each piece of a photo begins that leaves, and lets only so many leave. */
function notePieces(most) {
  const leave = window.fetch
  window.fetch = async (path, call) => {
    const start = /\/photos\/[^/]+\?start=(\d+)/.exec(String(path))?.[1]
    if (start === undefined) return leave(path, call)
    const pieces = JSON.parse(sessionStorage.pieces ?? '[]')
    if (pieces.length >= (most ?? Infinity)) throw new TypeError('the line is dead')
    const answer = await leave(path, call)
    sessionStorage.pieces = JSON.stringify([...pieces, Number(start)])
    return answer
  }
}

/** A picture that no encoder makes small. */
async function noise(page) {
  const url = await page.evaluate(() => {
    const canvas = Object.assign(document.createElement('canvas'), { width: 900, height: 700 })
    const dots = new ImageData(900, 700)
    for (let i = 0; i < dots.data.length; i++) dots.data[i] = i % 4 === 3 ? 255 : Math.random() * 256
    canvas.getContext('2d').putImageData(dots, 0, 0)
    return canvas.toDataURL('image/jpeg', 0.9)
  })
  return Buffer.from(url.split(',')[1], 'base64')
}

/** Asks again until the answer is yes; the test's own time limit ends it. */
async function until(ask) {
  while (!(await ask()));
}
