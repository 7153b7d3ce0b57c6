// A story has a service and people of its own; both are gone when it is told, whatever happened.

import { test } from 'node:test'
import { noBrowser, People } from './people.mjs'
import { Service } from './service.mjs'

const endsWithinMs = 180_000

/** A test with a running city in it. When it ends no page may have complained. */
export function story(name, tell) {
  test(name, { skip: noBrowser, timeout: endsWithinMs }, async ({ signal }) => {
    const service = await Service.start()
    let people
    try {
      people = await People.gather()
      await Promise.race([tell({ service, people }), late(signal)])
      people.assertContent()
    } catch (error) {
      await people?.showLast(name)
      throw error
    } finally {
      await people?.leave()
      await service.stop()
    }
  })
}

/** Fails when the test's time is over: what was started must end all the same. */
function late(signal) {
  return new Promise((_, fail) => signal.addEventListener('abort', () => fail(new Error('the story took too long'))))
}
