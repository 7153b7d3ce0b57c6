// A term that has passed is told to the board until somebody takes it.

import assert from 'node:assert/strict'
import { Board, escalationTone } from './kit/board.mjs'
import { story } from './kit/story.mjs'

const day = 24 * 60 * 60 * 1000

story('an overdue term escalates to the board aloud, is taken by a key and stands in the journal', async ({ service, people }) => {
  const dispatcher = await service.as('dispatcher')
  await (await service.as('admin')).standIn('Дежурный комитета города', 'Кира Комитетова')
  const board = await Board.open(people, service, 'senior')
  const { person, page, strip } = board
  await board.beginShift()

  const damaged = new Date(Date.now() - 5 * day).toISOString()
  const request = await dispatcher.register('пр-кт Ленина, 31', 'cold-riser-burst', { damaged_at: damaged })
  await strip.getByText(request.number).first().waitFor()
  await board.hears(escalationTone)
  await person.sees('просрочено 2 сут', strip)

  // Each press takes the first line of those that a senior dispatcher may take; the ladder may put others on the strip
  // meanwhile.
  const take = strip.getByRole('button', { name: 'Принять' })
  let seen = 0
  for (; (await take.count()) > 0; seen++) {
    const first = await strip.getByRole('listitem').first().elementHandle()
    await person.press('KeyA')
    await first.waitForElementState('hidden')
  }
  // What is told to those above stays, offered to nobody here: the line says whose it is, and the key does nothing.
  await person.sees('принимает Комитет ЖКХ или кто выше', strip)
  await person.press('KeyA')
  await board.open(request.number)
  await person.press('Digit3')
  await board.card.getByText(/просрочен/i).first().waitFor()
  const { journal } = await dispatcher.get(`requests/${request.id}`)
  // Each level once, and one who took each level that had somebody to tell.
  const told = journal.filter(({ kind }) => kind === 'escalation')
  const taken = journal.filter(({ kind }) => kind === 'acknowledged')
  assert.equal(new Set(told.map(({ text_ru: text }) => text)).size, told.length)
  assert.ok(told.length > 0)
  assert.deepEqual(taken.map(({ actor }) => actor), Array(seen).fill('Светлана Старшова'))
  assert.ok(seen > 0)

  // Those above take their own, and it leaves every board.
  const committee = await Board.open(people, service, 'committee')
  await committee.beginShift()
  for (; (await committee.strip.getByRole('listitem').count()) > 0; ) {
    const first = await committee.strip.getByRole('listitem').first().elementHandle()
    await committee.person.press('KeyA')
    await first.waitForElementState('hidden')
  }
  await strip.waitFor({ state: 'hidden' })
})
