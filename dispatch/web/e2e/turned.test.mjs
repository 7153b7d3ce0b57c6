// The crew's tablet upright and across, with many orders and something that the server refused: nothing is cut off, the
// next step stays under the thumb.

import assert from 'node:assert/strict'
import { assertNoBarriers, shoot } from './kit/looks.mjs'
import { outage } from './kit/people.mjs'
import { story } from './kit/story.mjs'
import { Tablet } from './kit/tablet.mjs'

const turnings = [{ width: 800, height: 1280 }, { width: 1280, height: 800 }]
const calls = [
  ['пр-кт Ленина, 22а', 'cold-riser-burst'], ['пр-кт Ленина, 23', 'cold-pipe-leak'], ['ул. Льва Толстого, 17', 'sewer-blocked'], ['ул. 40 лет Победы, 51', 'hot-none'],
  ['пр-кт Ленина, 37/33', 'cold-pipe-leak'], ['ул. Энгельса, 34', 'sewer-blocked'], ['ул. Садовая, 12', 'hot-none'], ['пер. Торговый, 24', 'cold-pipe-leak'],
]

story('a crowded tablet with a refusal is whole in both of its turnings', async ({ service, people }) => {
  const dispatcher = await service.as('dispatcher')
  const tablet = await Tablet.open(people, service, 'avr1')
  tablet.person.expect(outage, /409|422/)
  const sent = []
  for (const [address, fault] of calls) {
    const request = await dispatcher.register(address, fault, { entrance: '2', flat: '47', phone: '9170002010', caller_name: 'Иванова Мария Сергеевна', text: 'Вода идёт в подвал, стояк перекрыть не можем, соседи снизу тоже жалуются' })
    sent.push({ request, order: (await dispatcher.send(request, 'АВР-1')).orders.at(-1) })
    if (sent.length === 1) await tablet.acceptAndGo(request.number)
  }
  for (let left = sent.length - 1; left > 0; left--) {
    const number = await tablet.ringing.innerText()
    await tablet.ringing.getByRole('button', { name: 'Открыть' }).click()
    await tablet.page.waitForFunction((before) => document.querySelector('dialog[open]')?.innerText !== before, number)
  }
  await tablet.ringing.waitFor({ state: 'hidden' })
  for (const size of turnings) {
    await tablet.page.setViewportSize(size)
    const back = tablet.page.getByRole('button', { name: 'К списку' })
    if (await back.isVisible()) await back.click()
    await look(`tablet crowded ${size.width}`)
    await tablet.page.getByRole('button', { name: 'На смене' }).click()
    await look(`tablet menu ${size.width}`)
    await tablet.person.press('Escape')
  }

  await tablet.page.setViewportSize(turnings[1])
  await tablet.list.getByText(sent[0].request.address).click()
  await tablet.person.context.setOffline(true)
  await tablet.step('На месте')
  await tablet.person.sees('Не отправлено: 1')
  await dispatcher.post(`orders/${sent[0].order.id}/steps`, { to: 'recalled', reason: 'Авария важнее' })
  await tablet.person.context.setOffline(false)
  await tablet.page.getByRole('alert').filter({ hasText: 'Сервер не принял действие' }).waitFor()
  for (const size of turnings) {
    await tablet.page.setViewportSize(size)
    await look(`tablet refused ${size.width}`)
    const step = await tablet.order.getByRole('button', { name: /Принять|Выехали/ }).first().boundingBox()
    assert.ok(step.y + step.height <= size.height, `the next step ends at ${step.y + step.height} of ${size.height}`)
  }

  async function look(name) {
    await shoot(tablet.page, name)
    const wide = await tablet.page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
    assert.ok(wide <= 0, `${name} is ${wide} px wider than the tablet`)
    await assertNoBarriers(tablet.page, name)
  }
})
