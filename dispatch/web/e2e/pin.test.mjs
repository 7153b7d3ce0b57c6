// A house stands elsewhere than the register says: the dispatcher puts it right on the map, the tablet follows, and it is put
// back.

import assert from 'node:assert/strict'
import { Board } from './kit/board.mjs'
import { shoot } from './kit/looks.mjs'
import { story } from './kit/story.mjs'
import { Tablet } from './kit/tablet.mjs'

story('a house is put where it stands, the tablet follows, and it is put back', async ({ service, people }) => {
  const dispatcher = await service.as('dispatcher')
  const request = await dispatcher.register('пр-кт Ленина, 22а', 'cold-riser-burst')
  await dispatcher.send(request, 'АВР-1')
  const before = (await dispatcher.get(`requests/${request.id}`)).point
  const tablet = await Tablet.open(people, service, 'avr1')
  await tablet.acceptAndGo(request.number)
  const far = () => tablet.order.getByRole('button', { name: /^Карта/ }).innerText()
  const farBefore = await far()
  const board = await Board.open(people, service, 'dispatcher')
  await board.open(request.number)
  await board.card.getByRole('button', { name: 'Уточнить место дома' }).first().click()
  await board.person.sees(/Место дома пр-кт Ленина, 22а: нажмите на карту/)
  await board.page.getByRole('button', { name: 'Поставить здесь' }).click()
  await board.person.sees(/Место дома указал\(а\)/, board.card)
  await shoot(board.page, 'house put right on the board')
  const pinned = await dispatcher.get(`requests/${request.id}`)
  assert.equal(pinned.placed, 'pin')
  assert.notDeepEqual(pinned.point, before)
  await until(async () => (await far()) !== farBefore)

  await board.card.getByRole('button', { name: 'Вернуть прежнее' }).click()
  await until(async () => (await dispatcher.get(`requests/${request.id}`)).placed !== 'pin')
  assert.deepEqual((await dispatcher.get(`requests/${request.id}`)).point, before)
  await board.person.sees_no(/Место дома указал\(а\)/, board.card)
  await until(async () => (await far()) === farBefore)
})

async function until(holds) {
  for (let i = 0; i < 40; i++) {
    if (await holds()) return
    await new Promise((done) => setTimeout(done, 250))
  }
  assert.fail('it did not come')
}
