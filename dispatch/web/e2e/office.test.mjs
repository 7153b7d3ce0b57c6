// The office: a norm is tried and changed, a tablet is enrolled by a code, a person logs on by PIN, the tablet is erased.

import assert from 'node:assert/strict'
import { shoot } from './kit/looks.mjs'
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
  await admin.page.getByLabel('Срок', { exact: true }).fill('20')
  await admin.page.getByLabel('Редакция').fill('проба')
  await admin.button('Проверить на заявках').click()
  await admin.sees(/За 30 дней заявок: \d+/)
  await admin.page.getByLabel('Почему меняется').fill('Учения')
  await shoot(admin.page, 'office norm tried')
  await admin.button('Внести').click()
  await admin.sees(/Сообщить срок: 20 минут/)
  const dispatcher = await service.as('dispatcher')
  const request = await dispatcher.register('пр-кт Ленина, 22а', 'cold-pipe-leak')
  const inform = (await dispatcher.get(`requests/${request.id}`)).clocks.find(({ kind }) => kind === 'inform')
  assert.equal(Date.parse(inform.due_at) - Date.parse(inform.started_at), 20 * 60_000)

  await admin.page.getByRole('link', { name: 'Изменения правил' }).click()
  await admin.sees('Учения')
  await admin.button('Отменить').click()
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
  await shoot(tablet.page, 'tablet PIN')
  for (const digit of '4831') await tablet.page.getByRole('button', { name: digit, exact: true }).click()
  await tablet.button('Войти').click()
  await tablet.sees('АВР-1')
  await tablet.sees('На связи')

  await admin.page.reload()
  await admin.sees('Планшет 7')
  await admin.button('Стереть').click()
  await admin.button('Стереть', admin.page.getByRole('dialog')).click()
  await admin.sees(/стирание заказано|стёрт/)
  await tablet.sees('Планшет отключён')
  await tablet.sees('Подключить планшет')
  assert.deepEqual(await tablet.page.evaluate(async () => (await indexedDB.databases()).map(({ name }) => name)), [])
})
