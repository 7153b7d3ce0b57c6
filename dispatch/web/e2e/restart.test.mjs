// The server is killed under an open board.

import assert from 'node:assert/strict'
import { Board } from './kit/board.mjs'
import { outage } from './kit/people.mjs'
import { story } from './kit/story.mjs'

const address = 'ул. Льва Толстого, 17'

story('a board outlives kill -9 of the server; the call that was being taken is registered once', async ({ service, people }) => {
  const before = await service.as('dispatcher')
  const early = await before.register('пр-кт Ленина, 37/33', 'lift-dead')
  const board = await Board.open(people, service, 'dispatcher')
  const { person, call } = board
  person.expect(outage)
  await board.row(early.number).waitFor()
  const shown = await numbersShown()

  await person.press('F2')
  await person.type('толстого 17')
  await call.getByRole('option', { name: address, exact: true }).waitFor()
  await person.press('Enter')
  await person.type('засор')
  await call.getByRole('option', { name: /Засор канализации/ }).waitFor()
  await person.press('Enter')
  await service.kill()
  await call.getByRole('textbox', { name: 'Квартира' }).fill('7')
  await call.getByRole('textbox', { name: 'Телефон' }).fill('9170001144')
  await person.press('Control+Enter')
  await person.sees('Временный номер', call)
  await person.sees('Сервер не отвечает. На экране данные на')

  await service.again()
  await board.live()
  await person.sees('Ваша заявка номер', call)
  const number = await call.locator('.number b').innerText()
  await board.row(number).waitFor()
  assert.deepEqual(await numbersShown(), [...shown, number].sort())
  const after = await service.as('dispatcher')
  assert.deepEqual((await after.find('Льва Толстого, 17')).map((row) => row.number), [number])

  // The board lives on: what another one does is shown by itself.
  const late = await after.register('пр-кт Ленина, 23', 'lift-dead')
  await board.row(late.number).waitFor()

  async function numbersShown() {
    return (await board.queue.locator('.meta span').allTextContents()).sort()
  }
})
