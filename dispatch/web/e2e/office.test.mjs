// The office: a norm is tried and changed, a tablet is enrolled by a code, a person logs on by PIN, the tablet is erased.

import assert from 'node:assert/strict'
import { assertNoBarriers, shoot } from './kit/looks.mjs'
import { story } from './kit/story.mjs'

const password = 'demograd-05'

/** Opens a page as somebody who has signed in. */
async function enter(people, service, name, login, page) {
  const person = await people.invite(name, 'board', service)
  const answer = await person.context.request.post('/api/v1/session', { data: { city: 'demograd', login, password } })
  assert.equal(answer.status(), 200)
  await person.page.goto(page)
  return person
}

story('a new edition of a norm is tried, made and taken back, each with its reason', async ({ service, people }) => {
  const admin = await enter(people, service, 'администратор', 'admin', '/admin#norms')
  await admin.page.getByRole('searchbox').fill('416-13-inform')
  await admin.page.getByRole('listitem').first().getByRole('button').click()
  const term = admin.page.getByLabel('Срок', { exact: true })
  const why = admin.page.getByLabel('Почему меняется')

  // Somebody else changes the norm while the form is open: what they made is shown before it can be changed.
  const norms = await (await admin.context.request.get('/api/v1/rules/norms')).json()
  const body = { ...norms.find(({ code }) => code === '416-13-inform'), amount: 25 }
  await admin.context.request.post('/api/v1/rules/amendments', { data: { subject: 'norm', code: body.code, body, why: 'Раньше' } })
  admin.expect(/409/)
  await term.fill('15')
  await why.fill('Поверх чужого')
  await admin.button('Внести').click()
  await admin.sees('только что изменил другой сотрудник')
  await shoot(admin.page, 'office norm changed meanwhile')
  await admin.button('Показать как есть').click()
  await admin.sees(/Сообщить срок: 25 минут/)
  assert.equal(await term.inputValue(), '25')

  await term.fill('20')
  await admin.page.getByLabel('Редакция').fill('проба')
  await admin.button('Проверить на заявках').click()
  await admin.sees(/За 30 дней заявок: \d+/)
  await why.fill('Учения')
  await shoot(admin.page, 'office norm tried')
  await admin.button('Внести').click()
  await admin.sees(/Сообщить срок: 20 минут/)
  const dispatcher = await service.as('dispatcher')
  const request = await dispatcher.register('пр-кт Ленина, 22а', 'cold-pipe-leak')
  const inform = (await dispatcher.get(`requests/${request.id}`)).clocks.find(({ kind }) => kind === 'inform')
  assert.equal(Date.parse(inform.due_at) - Date.parse(inform.started_at), 20 * 60_000)

  await admin.page.getByRole('link', { name: 'Изменения правил' }).click()
  await admin.sees('Учения')
  await admin.button('Отменить').first().click()
  await admin.page.getByLabel('Почему отменяется').fill('Учения окончены')
  await admin.button('Отменить', admin.page.getByRole('dialog')).click()
  await admin.sees('Учения окончены')
  await shoot(admin.page, 'office history')
})

story('a tablet is enrolled by a code, opened by a PIN, and erased from afar', async ({ service, people }) => {
  const admin = await enter(people, service, 'администратор', 'admin', '/admin#people')
  const worker = (await (await admin.context.request.get('/api/v1/people')).json()).find(({ role, crew_id: crew }) => role === 'crew' && crew !== null)
  const crew = (await (await admin.context.request.get('/api/v1/crews')).json()).find(({ name }) => name === 'АВР-1')
  const own = (await (await admin.context.request.get('/api/v1/people')).json()).find(({ crew_id: of }) => of === crew.id) ?? worker
  await admin.page.getByRole('searchbox').fill(own.name)
  await admin.page.getByRole('listitem').filter({ hasText: own.name }).first().getByRole('button').click()
  await admin.page.getByLabel('Новый PIN для планшета').fill('4831')
  await admin.button('Задать PIN').click()
  await admin.sees('PIN задан')
  await admin.page.getByRole('link', { name: 'Планшеты' }).click()
  await admin.page.getByLabel('Бригада').selectOption({ label: 'АВР-1' })
  await admin.button('Код для нового планшета').click()
  const code = await admin.page.getByRole('status').locator('b').innerText()

  const tablet = await people.invite('бригада', 'tablet', service)
  tablet.expect(/401/)
  await tablet.page.goto('/tablet')
  await tablet.button('Подключить планшет').click()
  await tablet.page.getByLabel('Код').fill(code)
  await tablet.page.getByLabel('Номер или имя планшета').fill('Планшет 7')
  await tablet.button('Подключить планшет').click()
  await tablet.button(own.name).click()
  await tablet.sees('На какой машине?')
  await shoot(tablet.page, 'tablet vehicle')
  await tablet.button('Аварийная АВР-1').click()
  await shoot(tablet.page, 'tablet PIN')
  for (const digit of '4831') await tablet.page.getByRole('button', { name: digit, exact: true }).click()
  await tablet.button('Войти').click()
  await tablet.sees('АВР-1')
  await tablet.sees('На связи')

  await admin.page.reload()
  await admin.sees('Планшет 7')
  await admin.sees(/Аварийная АВР-1/)
  await admin.button('Стереть').click()
  await admin.button('Стереть', admin.page.getByRole('dialog')).click()
  await admin.sees(/стирание заказано|стёрт/)
  await tablet.sees('Планшет отключён')
  await tablet.sees('Подключить планшет')
  await tablet.page.waitForFunction(async () => (await indexedDB.databases()).length === 0)
})

/** Opens a section of the office and the form of a new row, or of the row that is found. */
async function openRow(person, section, sought, row = sought) {
  await person.page.getByRole('link', { name: section, exact: true }).click()
  await person.page.getByRole('searchbox').fill(sought)
  await person.page.getByRole('listitem').filter({ hasText: row }).first().getByRole('button').click()
}

/** Keeps a picture of a section, which nobody is kept from using. */
async function look(page, name) {
  await shoot(page, name)
  await assertNoBarriers(page, name)
}

story('an organisation signs a contract, a crew is made, an account signs in and is shut out at work', async ({ service, people }) => {
  const admin = await enter(people, service, 'администратор', 'admin', '/admin#organisations')
  const { page } = admin
  await page.setViewportSize({ width: 1440, height: 900 })
  await openRow(admin, 'Организации', '', '+ Новая организация')
  await page.getByLabel('Название').fill('АДС «Маяк»')
  await page.getByLabel('Кто это').selectOption({ label: 'Аварийная служба' })
  await page.getByLabel('Телефон').fill('8 3812 00-52-99')
  await admin.button('Добавить').click()
  await admin.sees('АДС «Маяк»')
  await look(page, 'office organisations')

  await openRow(admin, 'Договоры', '', '+ Новый договор')
  await page.getByLabel('Один дом').check()
  await page.getByLabel('Адрес').fill('пр-кт Ленина, 22а')
  await page.getByRole('listbox').getByRole('option').first().click()
  await page.getByLabel('Аварийная служба').selectOption({ label: 'АДС «Маяк»' })
  await page.getByLabel('Номер и дата договора').fill('№ 7 от 20.11.2026')
  await admin.button('Что изменится').click()
  await admin.sees(/Аварийная служба сменится: 1 дом/)
  await look(page, 'office contract tried')
  await admin.button('Внести договор').click()
  await admin.sees(/АДС «Маяк» · с \d\d\.\d\d\.\d{4}, без срока/)
  const dispatcher = await service.as('dispatcher')
  assert.equal((await dispatcher.register('пр-кт Ленина, 22а', 'cold-pipe-leak')).service.name, 'АДС «Маяк»')

  await openRow(admin, 'Бригады', '', '+ Новая бригада')
  await page.getByLabel('Название').fill('Маяк-1')
  await page.getByLabel('Организация').selectOption({ label: 'АДС «Маяк»' })
  await page.getByLabel('сантехника').check()
  await admin.button('Добавить').click()
  await openRow(admin, 'Бригады', 'Маяк-1')
  await look(page, 'office crew')

  await openRow(admin, 'Организации', 'Маяк')
  await admin.button('Закрыть организацию').click()
  await admin.sees(/бригад — 1/)
  await look(page, 'office organisation cannot end')
  await admin.button('Отмена').click()

  await openRow(admin, 'Учётные записи', '', '+ Новая учётная запись')
  await page.getByLabel('Логин').fill('petrova')
  await page.getByLabel('Имя в журналах').fill('Петрова П. П.')
  await admin.button('Завести').click()
  const temporary = await page.getByRole('dialog').locator('output').innerText()
  await look(page, 'office password given')
  await admin.button('Готово').click()

  const petrova = await people.invite('новый диспетчер', 'board', service)
  petrova.expect(/403|401/)
  await petrova.page.goto('/login')
  await petrova.page.getByLabel('Логин').fill('petrova')
  await petrova.page.getByLabel('Пароль', { exact: true }).fill(temporary)
  await petrova.button('Войти').click()
  await petrova.page.getByLabel('Новый пароль').fill('семь красных трамваев')
  await shoot(petrova.page, 'login new password')
  await petrova.button('Войти').click()
  await petrova.sees('Петрова П. П.')

  await openRow(admin, 'Учётные записи', 'petrova')
  await page.getByLabel('Почему').fill('уволена')
  await look(page, 'office account')
  await admin.button('Закрыть вход').click()
  await admin.sees('вход закрыт')
  await petrova.page.waitForURL(/\/login/)
  await page.getByRole('link', { name: 'Журнал изменений' }).click()
  await admin.sees('уволена')
  await look(page, 'office changes')
})
