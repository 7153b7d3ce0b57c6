// Calls that are taken while the server is away are kept in the operator's browser and registered once.

import assert from 'node:assert/strict'
import { Board } from './kit/board.mjs'
import { shoot } from './kit/looks.mjs'
import { outage } from './kit/people.mjs'
import { story } from './kit/story.mjs'

story('two calls are taken without a server, the tab is closed and opened anew, and each is registered once', async ({ service, people }) => {
  const board = await Board.open(people, service, 'operator')
  const { person, call } = board
  person.expect(outage)
  await person.press('F2')
  await choose('толстого 9', 'ул. Льва Толстого, 9', 'засор', /Засор канализации/)
  await service.kill()
  await call.getByRole('textbox', { name: 'Телефон' }).fill('9170001155')
  await person.press('Control+Enter')
  await person.sees('Временный номер', call)
  await person.sees('В-1', call)
  await shoot(board.page, 'kept call')

  // The next caller does not wait: the address stays as it is said.
  await person.press('F2')
  await call.getByRole('combobox', { name: 'Адрес' }).fill('Ленина 23')
  await call.getByRole('combobox', { name: 'Неисправность' }).fill('лифт')
  await call.getByRole('option', { name: /Лифт/ }).first().waitFor()
  await person.press('Enter')
  await call.getByRole('textbox', { name: 'Телефон' }).fill('9170001166')
  await person.press('Control+Enter')
  await person.sees('В-2', call)
  await person.sees('2 обращения ещё не зарегистрированы')
  await person.press('F9')
  await person.sees('Ждёт сервера')
  await shoot(board.page, 'kept calls listed')

  await board.page.close()
  await service.again()
  const page = await person.context.newPage()
  await page.goto('/board')
  await page.getByText('На связи').waitFor()
  await page.keyboard.press('F9')
  const list = page.getByRole('dialog', { name: 'Обращения на этом компьютере' })
  await list.getByText('Все обращения зарегистрированы').waitFor()
  await list.getByText(/В-1 → /).waitFor()
  await list.getByText(/В-2 → /).waitFor()
  await shoot(page, 'kept calls registered')

  const dispatcher = await service.as('dispatcher')
  for (const phone of ['9170001155', '9170001166']) assert.equal((await dispatcher.find(phone)).length, 1, phone)

  async function choose(typed, address, fault, option) {
    await person.type(typed)
    await call.getByRole('option', { name: address, exact: true }).waitFor()
    await person.press('Enter')
    await person.type(fault)
    await call.getByRole('option', { name: option }).waitFor()
    await person.press('Enter')
  }
})
