// The main job: a resident reports, a dispatcher sends, a crew repairs, the resident answers.

import assert from 'node:assert/strict'
import { Board, reportTone } from './kit/board.mjs'
import { Resident } from './kit/resident.mjs'
import { story } from './kit/story.mjs'
import { Tablet } from './kit/tablet.mjs'

const address = 'пр-кт Ленина, 31'
const phone = '+7 917 000-11-22'
const name = 'Прасковья Жилина'

story('a report becomes an order, is done, comes back "not fixed", is done again and confirmed', async ({ service, people }) => {
  const board = await Board.open(people, service, 'dispatcher')
  await board.beginShift()
  const tablet = await Tablet.open(people, service, 'avr1')
  const resident = await Resident.open(people, service)
  const picture = await resident.page.screenshot({ type: 'jpeg' })

  await resident.fill({
    words: 'прорвало стояк', fault: 'Прорвало стояк холодной воды', typed: 'ленина 31', address, entrance: '2', floor: '3', flat: '47',
    details: 'Хлещет из стены, перекрыть не можем', phone, name, photo: picture,
  })
  const number = await resident.send()
  await resident.person.sees('Фото отправлено')
  await resident.follow()
  await resident.stands('Зарегистрировано')

  // The board is told by itself, aloud.
  await board.row(number).waitFor()
  await board.hears(reportTone)
  await board.open(number)
  await board.person.sees('подъезд 2, этаж 3, кв. 47', board.card)
  await board.person.sees(name, board.card)
  assert.equal(await board.sendRecommended(), 'АВР-1')
  await board.orderIs('Доставлен')
  await resident.stands('Принято')

  await tablet.acceptAndGo(number)
  await board.orderIs('В пути')
  await resident.stands('В работе')
  await tablet.step('На месте')
  await board.orderIs('На месте')
  await tablet.step('Локализовано')
  await board.orderIs('Локализовано')
  await tablet.page.getByLabel('Заметка').fill('Стояк перекрыт в подвале')
  await tablet.photograph(picture)
  await tablet.person.sees('отправлено: 1')
  await tablet.done('Заменили участок трубы')
  await board.orderIs('Выполнен')
  await resident.stands('Выполнено')

  await board.person.press('KeyC')
  await board.card.getByRole('radio', { name: 'Устранено', exact: true }).check()
  await board.person.press('Enter')
  await board.person.sees('Закрыто', board.card)
  await resident.stands('Закрыто')

  await resident.page.getByRole('button', { name: 'Нет, не устранено' }).click()
  await resident.page.getByRole('button', { name: 'Сделали и снова сломалось' }).click()
  await resident.page.getByRole('button', { name: 'Вернуть в работу' }).click()
  await resident.stands('Возвращено')

  // A new order stands reserved for the crew that was there; the first one is as it was.
  await board.person.sees('возврат', board.row(number))
  await board.open(number)
  await board.page.keyboard.press('Digit2')
  await board.orderIs('Запланирован')
  assert.equal(await board.card.locator('article').count(), 2)
  await board.card.getByRole('button', { name: 'Отправить сейчас' }).press('Enter')
  await board.orderIs('Доставлен')
  await tablet.acceptAndGo(number)
  await tablet.step('На месте')
  await tablet.done('Заменили участок трубы')
  await resident.stands('Выполнено')
  await resident.page.getByRole('button', { name: 'Да, устранено' }).click()
  await resident.stands('Подтверждено')
  await board.person.sees('Подтверждено', board.card)

  // The link and the log know neither the flat nor the caller.
  const link = await resident.page.locator('body').innerText()
  for (const secret of [phone, name, '79170001122', 'кв. 47']) {
    assert.ok(!link.includes(secret), `the link's page shows ${secret}`)
    assert.ok(!service.log.includes(secret), `the log holds ${secret}`)
  }
})
