// The office: a ladder is tried, changed and rehearsed; a rotation is changed, and whoever it names answers.

import assert from 'node:assert/strict'
import { assertNoBarriers, shoot } from './kit/looks.mjs'
import { story } from './kit/story.mjs'

/** Opens a section of the office as somebody who has signed in. */
async function enter(people, service, name, login, section) {
  const person = await people.invite(name, 'board', service)
  const answer = await person.context.request.post('/api/v1/session', { data: { city: 'demograd', login, password: 'demograd-05' } })
  assert.equal(answer.status(), 200)
  await person.page.goto(`/admin#${section}`)
  return person
}

/** Types into a field with suggestions and takes the first. */
async function choose(person, label, text) {
  const box = person.page.getByRole('combobox', { name: label })
  await box.fill(text)
  await person.page.getByRole('option').filter({ visible: true }).first().waitFor()
  await box.press('Enter')
}

story('a ladder is changed after a trial, and the dry run shows it', async ({ service, people }) => {
  const admin = await enter(people, service, 'администратор', 'admin', 'ladders')
  await admin.page.getByRole('listitem').filter({ hasText: 'Обычная' }).getByRole('button').click()
  await admin.page.getByLabel('Минут после срока, 2').fill('7')
  await choose(admin, 'Адрес', 'Ленина, 22а')
  await choose(admin, 'Неисправность', 'нет отопления')
  await admin.button('Прогнать').click()
  const run = admin.page.getByRole('status').filter({ hasText: 'Лестница' })
  await admin.sees('через 7 мин', run)
  await admin.sees('другая лестница ничего из этого не называет', run)
  const dispatcher = await service.as('dispatcher')
  const asked = { house_id: (await dispatcher.get('cities/demograd/addresses?q=' + encodeURIComponent('Ленина, 22а'))).candidates[0].house_id, problem: 'heating-none' }
  const minutes = async () => (await dispatcher.post('rules/rehearsal', asked)).steps.map((step) => step.after_minutes)
  assert.deepEqual(await minutes(), [0, 10, 30, 60], 'a rehearsal changes nothing')

  await admin.button('Проверить на заявках').click()
  await admin.sees(/За 30 дней заявок: \d+/)
  await admin.page.getByLabel('Почему меняется').fill('Старший узнаёт раньше')
  await shoot(admin.page, 'office ladder tried')
  await assertNoBarriers(admin.page, 'ladders')
  await admin.button('Внести').click()
  await admin.sees(/сразу — Мастер бригады; через 7 мин — Старший диспетчер/, admin.page.getByRole('listitem'))
  assert.deepEqual(await minutes(), [0, 7, 30, 60])
})

story('a rotation is changed after a look at it, and who answers names the new person', async ({ service, people }) => {
  const senior = await enter(people, service, 'старший', 'senior', 'duty')
  await senior.page.getByRole('listitem').filter({ hasText: 'АВР-1' }).getByRole('button').click()
  await senior.button('Изменить график').click()
  const first = await senior.page.getByLabel('С какого дня').inputValue()
  const next = await senior.page.getByLabel('Очередь 2, 1').locator('option:checked').innerText()
  const before = await senior.page.getByLabel('Очередь 1, 1').locator('option:checked').innerText()
  await senior.button('Выше: 2').click()
  await senior.button('Показать две недели').click()
  await senior.sees(next, senior.page.getByRole('status').filter({ hasText: 'Так будет' }))
  await shoot(senior.page, 'office rotation')
  await assertNoBarriers(senior.page, 'rotation')
  await senior.page.getByRole('textbox', { name: 'Почему' }).first().fill('Отпуск')
  await senior.button('Ввести график').click()
  await senior.button('Изменить график').waitFor()

  await senior.page.getByRole('link', { name: 'Кто отвечает' }).click()
  await choose(senior, 'Адрес', 'Ленина, 22а')
  await choose(senior, 'Неисправность', 'прорвало батарею')
  const [, month, day] = first.split('-')
  await senior.page.getByLabel('Когда сообщили').fill(`${day}.${month} 12:00`)
  await senior.button('Узнать').click()
  const answer = senior.page.getByRole('status').filter({ hasText: 'Аварийная служба' })
  await senior.sees(next, answer)
  assert.equal(await answer.getByText(before, { exact: true }).count(), 0, `${before} is not on duty then`)
  await shoot(senior.page, 'office who answers')
  await assertNoBarriers(senior.page, 'who answers')
})
