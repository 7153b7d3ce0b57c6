// Every screen at the size of its users: axe finds no serious barrier, and a picture is left in .build/shots for people.

import { Board } from './kit/board.mjs'
import { assertNoBarriers, shoot } from './kit/looks.mjs'
import { outage } from './kit/people.mjs'
import { Reports } from './kit/reports.mjs'
import { Resident } from './kit/resident.mjs'
import { story } from './kit/story.mjs'
import { Tablet } from './kit/tablet.mjs'

const hour = 60 * 60 * 1000

story('every screen, crowded, is free of serious barriers and leaves a picture', async ({ service, people }) => {
  const dispatcher = await service.as('dispatcher')
  const { card, done } = await crowd(dispatcher)

  async function look(page, name) {
    await shoot(page, name)
    await assertNoBarriers(page, name)
  }

  const tablet = await Tablet.open(people, service, 'avr1')
  await tablet.ringing.waitFor()
  await look(tablet.page, 'tablet new order')
  await tablet.ringing.getByRole('button', { name: 'Принять и выехать' }).click()
  for (;;) {
    // The others ring one after another; each is only looked at.
    await tablet.order.waitFor()
    if (!(await tablet.ringing.isVisible())) break
    await tablet.ringing.getByRole('button', { name: 'Открыть' }).click()
  }
  await look(tablet.page, 'tablet order')
  await tablet.page.getByRole('button', { name: 'Светлый или тёмный экран' }).click()
  await look(tablet.page, 'tablet order dark')
  await tablet.page.setViewportSize({ width: 390, height: 844 })
  await look(tablet.page, 'tablet on a phone')
  await tablet.person.leave()

  const resident = await Resident.open(people, service)
  await look(resident.page, 'portal')
  await resident.fill({
    words: 'нет света', fault: 'Нет света в подъезде или по стояку', typed: 'ленина 31', address: 'пр-кт Ленина, 31', entrance: '2', floor: '3',
    flat: '47', details: 'Темно с утра', phone: '+7 917 000-11-55', name: '', photo: undefined,
  })
  await look(resident.page, 'portal filled')
  await resident.send()
  await look(resident.page, 'portal registered')
  await resident.page.goto(done.link)
  await resident.person.sees('обновляется само')
  await look(resident.page, 'link')
  await resident.person.leave()

  const visitor = await people.invite('visitor', 'board', service)
  await visitor.page.goto('/login')
  await visitor.page.getByLabel('Логин').waitFor()
  await look(visitor.page, 'login')
  await visitor.leave()

  const board = await Board.open(people, service, 'dispatcher')
  await board.strip.waitFor()
  await look(board.page, 'board crowded')
  await board.open(card.number)
  await look(board.page, 'board card')
  await board.person.press('KeyS')
  await board.card.locator('[data-chosen="true"]').waitFor()
  await look(board.page, 'board send')
  await board.person.press('Escape', 'Digit3')
  await board.card.getByRole('tab', { name: /Журнал/, selected: true }).waitFor()
  await look(board.page, 'board journal')
  await board.page.getByRole('button', { name: 'Тёмная тема' }).click()
  await board.person.press('F2')
  await board.person.type('толстого 9')
  await board.call.getByRole('option').first().waitFor()
  await board.person.press('Enter')
  await board.person.type('течет труба')
  await board.call.getByRole('option').first().waitFor()
  await look(board.page, 'board call dark')
  await board.person.press('Enter')
  await board.person.press('Escape', 'F1')
  await board.page.getByRole('dialog').filter({ hasText: 'F2' }).waitFor()
  await look(board.page, 'board keys dark')
  await board.person.press('Escape')
  board.person.expect(outage)
  await service.kill()
  await board.person.sees('Сервер не отвечает. На экране данные на')
  await look(board.page, 'board without server dark')
})

story('the reports of a crowded day, of an empty one and without a server are free of serious barriers', async ({ service, people }) => {
  const dispatcher = await service.as('dispatcher')
  const { done } = await crowd(dispatcher)
  await dispatcher.post(`requests/${done.id}/steps`, { to: 'closed', disposition: 'fixed', version: (await dispatcher.get(`requests/${done.id}`)).version })
  await dispatcher.register(done.address, done.problem)

  async function look(page, name) {
    await shoot(page, name)
    await assertNoBarriers(page, name)
  }

  const senior = await Board.open(people, service, 'senior')
  await senior.page.goto('/reports?scope=city&period=month')
  const reports = new Reports(senior.person)
  await reports.settled()
  await look(senior.page, 'reports')
  await senior.page.getByRole('heading', { name: 'Повторные отказы' }).scrollIntoViewIfNeeded()
  await shoot(senior.page, 'reports below')
  const journal = await reports.print()
  await journal.getByText('Конец журнала').waitFor()
  await look(journal, 'reports journal')
  await journal.close()
  await senior.page.setViewportSize({ width: 1280, height: 800 })
  await look(senior.page, 'reports at 1280')
  await senior.page.evaluate(() => scrollTo(0, 0))
  await senior.page.getByRole('button', { name: 'Тёмная тема' }).click()
  await senior.page.getByRole('button', { name: /Просрочено, открыто: \d+$/ }).first().click()
  await look(senior.page, 'reports behind a figure dark')
  await senior.person.press('Escape')
  await senior.page.getByRole('button', { name: 'English' }).click()
  await look(senior.page, 'reports English dark')
  await senior.page.goto('/reports?scope=city&period=own&from=2020-01-01T00:00&to=2020-01-02T00:00')
  await reports.settled()
  await look(senior.page, 'reports empty dark')
  await senior.page.route('**/reports?*scope=city*', (route) => route.request().resourceType() === 'fetch' ? route.fulfill({ status: 503, contentType: 'application/problem+json', body: '{"code":"not_ready","title":"Server error","detail":"The service is busy: try again in a few seconds"}' }) : route.continue())
  senior.person.expect(/503/)
  await senior.page.reload()
  await senior.page.getByRole('alert').waitFor()
  await look(senior.page, 'reports failing dark')
})

const streets = [
  'пр-кт Ленина, 31', 'пр-кт Ленина, 23', 'пр-кт Ленина, 22а', 'пр-кт Ленина, 28', 'пр-кт Ленина, 37/33', 'ул. Льва Толстого, 9',
  'ул. Льва Толстого, 17', 'ул. Льва Толстого, 14', 'ул. Садовая, 12', 'ул. Энгельса, 34', 'ул. Энгельса, 28', 'ул. Театральная, 28',
  'ул. Театральная, 37', 'пер. Торговый, 24', 'пер. Почтовый, 12', 'ул. 40 лет Победы, 51',
]
const faults = ['cold-pipe-leak', 'lift-dead', 'power-none-riser', 'roof-leak', 'sewer-blocked', 'tap-leak', 'light-yard', 'hot-none']

/** A busy evening: calls all over the town, some overdue, some in work, one done, three on one tablet. */
async function crowd(dispatcher) {
  const cards = []
  for (const [index, address] of streets.flatMap((street) => [street, street]).entries()) {
    const damaged = new Date(Date.now() - (index % 4) * 9 * hour).toISOString()
    const fault = faults[(index * 3 + Math.floor(index / 2)) % faults.length]
    cards.push(await dispatcher.register(address, fault, { damaged_at: damaged, entrance: '2', flat: String(index + 1), phone: `91700020${10 + index}`, caller_name: 'Иванова' }))
  }
  const [card, done, ...rest] = cards
  for (const request of rest.filter(({ problem }) => problem === 'cold-pipe-leak').slice(0, 3)) await dispatcher.send(request, 'АВР-1')
  for (const [request, crew] of [[card, 'АВР-2'], [rest[3], 'Лифт 1'], [rest[9], 'Электрики 2']]) await dispatcher.send(request, crew)
  const sent = await dispatcher.send(done, 'Лифт 2')
  for (const to of ['accepted', 'en_route', 'on_site', 'done']) await dispatcher.post(`orders/${sent.orders[0].id}/steps`, { to, by_voice: true, note: 'Поставили хомут' })
  return { card, done }
}
