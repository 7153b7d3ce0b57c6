// Two dispatchers at one request see each other, and only as long as it is so.

import { Board } from './kit/board.mjs'
import { shoot } from './kit/looks.mjs'
import { outage } from './kit/people.mjs'
import { story } from './kit/story.mjs'
import { Tablet } from './kit/tablet.mjs'

story('who has a card open is seen by the others and leaves when the card is closed, or the browser ends', async ({ service, people }) => {
  const desk = await service.as('dispatcher')
  const request = await desk.register('пр-кт Ленина, 25', 'cold-pipe-leak')
  const name = (await desk.get('session')).name
  const mine = await Board.open(people, service, 'operator')
  const theirs = await Board.open(people, service, 'dispatcher')
  await mine.row(request.number).waitFor()

  await theirs.open(request.number)
  const seen = mine.row(request.number).getByText(name)
  await seen.waitFor()
  await mine.open(request.number)
  await mine.person.sees(`Эту заявку ведёт: ${name}`, mine.card)
  await shoot(mine.page, 'presence')

  await theirs.person.press('Escape')
  await seen.waitFor({ state: 'hidden', timeout: 5000 })

  // A browser that ends without a word is believed no longer than fifteen seconds.
  await theirs.open(request.number)
  await seen.waitFor()
  await theirs.person.leave()
  await seen.waitFor({ state: 'hidden', timeout: 19_000 })
})

story('a crew whose tablet is not heard is behind, on its tablet, on the board and in the queue, until it is heard again', async ({ service, people }) => {
  const dispatcher = await service.as('dispatcher')
  const tablet = await Tablet.open(people, service, 'avr1')
  tablet.person.expect(outage)
  const board = await Board.open(people, service, 'operator')
  const request = await dispatcher.register('пр-кт Ленина, 25', 'cold-pipe-leak')
  await dispatcher.send(request, 'АВР-1')
  await tablet.acceptAndGo(request.number)
  await board.row(request.number).getByText(/АВР-1 · .*пути/).waitFor()
  await tablet.person.context.setOffline(true)
  await tablet.step('На месте')
  const chip = board.page.getByRole('main').getByRole('button', { name: /АВР-1/ }).filter({ hasText: 'отстаёт' }).first()
  await chip.getByText(/отстаёт на 1 мин/).waitFor({ timeout: 110_000 })
  await board.row(request.number).getByText(/отстаёт на 1 мин/).waitFor()
  await tablet.person.sees(/отстаёт на/)
  await shoot(board.page, 'crew behind on the board')
  await tablet.page.setViewportSize({ width: 800, height: 1280 })
  await shoot(tablet.page, 'crew behind on the tablet 800')
  await tablet.person.context.setOffline(false)
  await tablet.live()
  await chip.waitFor({ state: 'hidden' })
  await board.row(request.number).getByText(/отстаёт/).waitFor({ state: 'hidden' })
  await tablet.person.sees_no(/отстаёт/)
})
