// A dispatcher's comment on the board: pasted as a line, its houses appear, and a call about one of them is taken by keys.

import assert from 'node:assert/strict'
import { Board } from './kit/board.mjs'
import { assertNoBarriers, shoot } from './kit/looks.mjs'
import { outage } from './kit/people.mjs'
import { story } from './kit/story.mjs'

const text = 'Садовая 12 порыв д=100 замена, без ХВС Ленина 22а, 23, 31, Л. Толстого 9, 17, 999, Выдуманная 5'

story('a comment is pasted, its houses are seen, and Enter on one takes a call about it', async ({ service, people }) => {
  const dispatcher = await service.as('dispatcher')
  await dispatcher.register('пр-кт Ленина, 23', 'cold-pipe-leak')
  const board = await Board.open(people, service, 'dispatcher')
  const { person, page, call } = board
  await person.context.grantPermissions(['clipboard-read', 'clipboard-write'])
  const panel = page.getByRole('region', { name: 'Комментарий' })
  const box = panel.getByLabel('Текст комментария')
  const house = (number) => panel.getByRole('option').filter({ has: page.getByText(number, { exact: true }) })
  const focused = (label) => page.waitForFunction((label) => document.activeElement?.labels?.[0]?.textContent?.includes(label), label)

  await person.press('F8')
  await person.sees('Вставьте или наберите строку', panel)
  await looks('comment empty')
  await page.evaluate((text) => navigator.clipboard.writeText(text), text)
  await person.press('Control+V')
  await house('22а').waitFor()
  await person.sees('открыто 1', house('23'))
  for (const said of ['ХВС: отключено', '100 мм', 'ул. Садовая, 12', '«999»', 'такого дома в реестре нет']) await person.sees(said, panel)
  assert.equal(await panel.locator('.back mark.house', { hasText: '22а' }).count(), 1, 'the words are marked in the text')

  // By keys alone: to the list, down to a house, a call about it.
  await person.press('Enter', 'ArrowDown')
  await house('23').and(panel.locator('[aria-selected="true"]')).waitFor()
  await looks('comment known')
  await person.press('Enter')
  await focused('Неисправность')
  assert.equal(await call.getByRole('combobox', { name: 'Адрес' }).inputValue(), 'пр-кт Ленина, 23')
  assert.equal(await call.getByLabel('Со слов заявителя').inputValue(), text)
  await person.sees('По этому дому открыто: 1 заявка', call)
  await looks('comment and call')
  await person.type('течет труба холод')
  await call.getByRole('option', { name: /Течь трубы холодной воды/ }).waitFor()
  await person.press('Enter', 'Control+Enter')
  await call.locator('.number b').waitFor()

  // The call is done: the list has the focus again, one more is open here, and the next house is one key away.
  await person.press('Escape')
  await call.waitFor({ state: 'hidden' })
  await person.sees('открыто 2', house('23'))
  await person.press('KeyC')
  await person.sees('Скопировано')
  const copied = (await page.evaluate(() => navigator.clipboard.readText())).split('\n')
  assert.deepEqual(copied.slice(0, 3), ['пр-кт Ленина, 22а', 'пр-кт Ленина, 23', 'пр-кт Ленина, 31'])
  await person.press('ArrowDown', 'Enter')
  await focused('Неисправность')
  assert.equal(await call.getByRole('combobox', { name: 'Адрес' }).inputValue(), 'пр-кт Ленина, 31')
  await person.press('Escape')
  await call.waitFor({ state: 'hidden', timeout: 1000 }).catch(() => person.press('Escape')) // the first closed the list of faults
  await call.waitFor({ state: 'hidden' })

  await box.fill('просто позвоните мне')
  await person.sees('Адресов в тексте не нашлось', panel)
  await looks('comment unknown')
  await box.fill('ы'.repeat(4001))
  await person.sees('Слишком длинно: 4001', panel)

  // A whole town: the view is capped and tells the count; the map and the copy hold all.
  await box.fill(await allOfTown(dispatcher))
  await panel.getByText(/Показано 200 из \d{3}/).waitFor()
  assert.equal(await panel.getByRole('option').count(), 200)
  await looks('comment 400 houses', false)

  // Without the server the text stays; it is read when the server is back.
  person.expect(outage)
  await service.kill()
  await box.fill('без ХВС Ленина 31')
  await person.sees('Сервер не отвечает. Текст здесь', panel)
  await looks('comment offline', false)
  await service.again()
  await house('31').waitFor({ timeout: 60_000 })
  await person.press('Escape')
  await panel.waitFor({ state: 'hidden' })

  /** Both sizes, light and dark; the barriers at the narrow one, where more is folded away. */
  async function looks(name, barriers = true) {
    for (const [width, height] of [[1920, 1080], [1280, 800]]) {
      await page.setViewportSize({ width, height })
      for (const dark of [false, true]) {
        const kept = await page.evaluateHandle(() => document.activeElement)
        if (dark) await page.getByRole('button', { name: 'Тёмная тема' }).click()
        await kept.evaluate((element) => element.focus())
        await shoot(page, `${name} ${width}${dark ? ' dark' : ''}`)
        if (barriers && width === 1280) await assertNoBarriers(page, name)
        if (dark) await page.getByRole('button', { name: 'Светлая тема' }).click()
        await kept.evaluate((element) => element.focus())
      }
    }
    await page.setViewportSize({ width: 1920, height: 1080 })
  }
})

/** A line that names some four hundred houses: the streets of the town as ranges. */
async function allOfTown(dispatcher) {
  const streets = ['Ленина', 'Льва Толстого', 'Садовая', 'Энгельса', 'Театральная', 'Торговый', 'Почтовый', '40 лет Победы', 'Мира', 'Лесная', 'Гагарина', 'Карла Маркса', 'Пушкина', 'Советская', 'Набережная', 'Заводская', 'Школьная']
  const known = []
  for (const street of streets) {
    const { candidates } = await dispatcher.get(`cities/demograd/addresses?limit=1&q=${encodeURIComponent(street)}`)
    if (candidates.length) known.push(`${street} 1-99`)
  }
  return `без ГВС ${known.join(', ')}`
}
