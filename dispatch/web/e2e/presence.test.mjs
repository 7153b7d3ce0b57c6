// Two dispatchers at one request see each other, and only as long as it is so.

import { Board } from './kit/board.mjs'
import { shoot } from './kit/looks.mjs'
import { story } from './kit/story.mjs'

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
