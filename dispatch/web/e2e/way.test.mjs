// The way to the house: minutes and method on the board, the line and the turns on the tablet, and the same without a link.

import assert from 'node:assert/strict'
import { Board } from './kit/board.mjs'
import { shoot } from './kit/looks.mjs'
import { outage } from './kit/people.mjs'
import { story } from './kit/story.mjs'
import { Tablet } from './kit/tablet.mjs'

story('the board says how long each crew drives, and the crew is led there, also without a link', async ({ service, people }) => {
  const dispatcher = await service.as('dispatcher')
  const request = await dispatcher.register('наб. Заречная, 9', 'cold-riser-burst') // over the river from the crew
  const advice = await dispatcher.get(`requests/${request.id}/recommendation`)
  const nearest = advice.chosen.filter(({ minutes }) => minutes !== null)
  assert.ok(nearest.length > 2, 'crews with minutes')
  for (const { method_ru: method, rough, minutes, meters } of nearest) {
    assert.match(method, /^по дорогам \d/)
    assert.equal(rough, false)
    assert.ok(minutes > 0 && meters / minutes < 1000, `${meters} m in ${minutes} min`)
  }

  const board = await Board.open(people, service, 'dispatcher')
  await board.open(request.number)
  await board.person.press('KeyS')
  const best = board.card.locator('[data-chosen="true"]')
  await best.getByText(/^\d+ мин$/).waitFor()
  await best.getByText(/^по дорогам \d/).waitFor()
  await shoot(board.page, 'minutes by road on the board')
  const tablet = await Tablet.open(people, service, 'avr1')
  const { page, person } = tablet
  await dispatcher.send(request, 'АВР-1')
  await tablet.acceptAndGo(request.number)
  const way = page.getByRole('region', { name: 'Как ехать' })
  await way.getByText(/^\d+ мин$/).waitFor()
  await way.getByText(/по дорогам \d/).waitFor()
  await shoot(page, 'way on the order')
  await way.getByText(/^Дорога по шагам: \d+$/).click()
  const turns = await way.getByRole('listitem').allInnerTexts()
  assert.match(turns[0], /Выезд на .+, \d/)
  assert.ok(turns.some((turn) => /на .*мост, \d/.test(turn)), turns.join('; '))
  assert.ok(turns.some((turn) => /Налево|Направо/.test(turn)), turns.join('; '))
  await shoot(page, 'way turn by turn')
  await page.getByRole('button', { name: /^Карта/ }).click()
  const map = page.getByRole('dialog').filter({ hasText: request.address })
  await map.locator('canvas').waitFor()
  await map.getByText(/^\d+ мин · по дорогам \d/).waitFor()
  await page.waitForTimeout(2500)
  await shoot(page, 'way on the map')
  await map.getByRole('button', { name: 'Закрыть' }).click()

  person.expect(outage)
  await person.context.setOffline(true)
  await page.reload()
  await way.getByText(/^\d+ мин$/).waitFor()
  await way.getByText(/Без связи: путь найден в/).waitFor()
  await way.getByText(/^Дорога по шагам: \d+$/).click()
  assert.deepEqual(await way.getByRole('listitem').allInnerTexts(), turns)
  await shoot(page, 'way without a link')
  await person.context.setOffline(false)
})
