// Who sees what: a foreman his organisation, a crew its orders, and nobody anything once signed out.

import assert from 'node:assert/strict'
import { Board } from './kit/board.mjs'
import { story } from './kit/story.mjs'
import { Tablet } from './kit/tablet.mjs'

story('a foreman sees his own organisation, a crew no board, and signing out ends the socket', async ({ service, people }) => {
  const dispatcher = await service.as('dispatcher')
  const own = await dispatcher.register('пр-кт Ленина, 31', 'cold-pipe-leak')
  const foreign = await dispatcher.register('ул. 40 лет Победы, 51', 'cold-pipe-leak')
  assert.notEqual(own.service.id, foreign.service.id)

  const board = await Board.open(people, service, 'foreman')
  await board.row(own.number).waitFor()
  assert.equal(await board.row(foreign.number).count(), 0)
  const late = await dispatcher.register('пр-кт Ленина, 23', 'cold-pipe-leak')
  const foreignLate = await dispatcher.register('ул. Льва Толстого, 14', 'cold-pipe-leak')
  await board.row(late.number).waitFor()
  assert.equal(await board.row(foreignLate.number).count(), 0)
  assert.equal(await status(board.page, `/api/v1/requests/${foreign.id}`), 404)

  // A crew is given nothing of the board but its own line.
  const tablet = await Tablet.open(people, service, 'avr1')
  for (const path of ['/api/v1/requests', `/api/v1/requests/${own.id}`]) {
    assert.ok([403, 404].includes(await status(tablet.page, path)), path)
  }
  const crews = await (await tablet.page.context().request.get('/api/v1/crews')).json()
  assert.deepEqual(crews.map(({ name }) => name), ['АВР-1'])

  // The session is ended elsewhere: nobody tells this page but the server, which ends its socket.
  board.person.expect(/401/)
  const signedOut = await board.page.context().request.delete('/api/v1/session')
  assert.equal(signedOut.status(), 204)
  await board.page.waitForURL('**/login*')
  assert.equal(await status(board.page, '/api/v1/requests'), 401)

  await board.signIn('foreman')
  await board.page.getByRole('button', { name: 'Выйти' }).click()
  await board.page.waitForURL('**/login*')
  assert.equal(await status(board.page, '/api/v1/requests'), 401)
})

/** What the server answers to this very browser. */
async function status(page, path) {
  return (await page.context().request.get(path)).status()
}
