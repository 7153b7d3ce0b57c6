// A telephone call is taken with the keyboard alone.

import assert from 'node:assert/strict'
import { Board } from './kit/board.mjs'
import { story } from './kit/story.mjs'

const address = 'ул. Льва Толстого, 9'

story('an operator registers a call by keys, joins a second one, and both callers can follow', async ({ service, people }) => {
  const board = await Board.open(people, service, 'operator')
  const { person, page, call } = board
  const focused = (label) => page.waitForFunction((label) => document.activeElement?.labels?.[0]?.textContent?.includes(label), label)

  // Address first, typed as the caller speaks; Enter takes the suggestion and goes on to the fault.
  await person.press('F2')
  await focused('Адрес')
  await person.type('толстого 9')
  await call.getByRole('option', { name: address, exact: true }).waitFor()
  await person.press('Enter')
  await focused('Неисправность')
  await person.type('течет труба холод')
  await call.getByRole('option', { name: /Течь трубы холодной воды/ }).waitFor()
  await person.press('Enter')
  await focused('Подъезд')
  await person.type('1')
  await person.press('Tab')
  await person.type('5')
  await person.press('Tab')
  await person.type('18')
  await person.press('Tab')
  await person.type('9170001133')
  await person.press('Control+Enter')
  const first = await numberSaid()
  await person.sees('Скажите заявителю', call)

  // The next caller of the same house: the open request is offered while the call is taken.
  await person.press('F2')
  await focused('Адрес')
  await person.type('толстого 9')
  await call.getByRole('option', { name: address, exact: true }).waitFor()
  await person.press('Enter')
  await focused('Неисправность')
  await person.type('течет труба холод')
  await call.getByRole('option', { name: /Течь трубы холодной воды/ }).waitFor()
  await person.press('Enter')
  await person.sees('1 заявка с той же неисправностью', call)
  await person.press('F4')
  await person.sees('Зарегистрировать и присоединить', call)
  await person.press('Control+Enter')
  const second = await numberSaid()
  assert.notEqual(second, first)
  await person.sees('Заявка присоединена к уже открытой', call)

  // The queue shows one line for both.
  await board.row(first).getByText('1', { exact: true }).waitFor()
  assert.equal(await board.row(second).count(), 0)

  // What is done to the main one is told on both links.
  const dispatcher = await service.as('dispatcher')
  const [main] = await dispatcher.find(first)
  const [joined] = await dispatcher.find(second)
  const links = await Promise.all([main, joined].map(async ({ id }) => (await dispatcher.get(`requests/${id}`)).link))
  assert.equal(new Set(links).size, 2)
  const callers = await Promise.all(links.map(async (link, index) => {
    const caller = await people.invite(`caller ${index + 1}`, 'phone', service)
    await caller.page.goto(link)
    await caller.sees('обновляется само')
    return caller
  }))
  const card = await dispatcher.send(main, 'Сантехники 1')
  for (const to of ['accepted', 'en_route', 'on_site']) await dispatcher.post(`orders/${card.orders[0].id}/steps`, { to, by_voice: true })
  for (const caller of callers) await caller.page.getByRole('heading', { name: 'В работе', level: 1 }).waitFor()

  async function numberSaid() {
    return call.locator('.number b').innerText()
  }
})
