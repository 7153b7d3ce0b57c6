// A term that has passed is told to the board until somebody takes it.

import assert from 'node:assert/strict'
import { Board, escalationTone } from './kit/board.mjs'
import { story } from './kit/story.mjs'

const day = 24 * 60 * 60 * 1000

story('an overdue term escalates to the board aloud, is taken by a key and stands in the journal', async ({ service, people }) => {
  const dispatcher = await service.as('dispatcher')
  const board = await Board.open(people, service, 'senior')
  const { person, page, strip } = board
  await board.beginShift()

  const damaged = new Date(Date.now() - 5 * day).toISOString()
  const request = await dispatcher.register('пр-кт Ленина, 31', 'cold-pipe-leak', { damaged_at: damaged })
  await strip.getByText(request.number).first().waitFor()
  await board.hears(escalationTone)
  await person.sees('просрочено 2 сут', strip)

  // Each press takes the first; the ladder may put others on the strip meanwhile.
  // Each press takes the first line; the ladder may put others on the strip meanwhile.
  let seen = 0
  for (; (await strip.getByRole('listitem').count()) > 0; seen++) {
    const first = await strip.getByRole('listitem').first().elementHandle()
    await person.press('KeyA')
    await first.waitForElementState('hidden')
  }
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
})
