// A tablet that is opened without a link: its page was closed, the server is gone, and the worker alone answers. And what
// the service tells a tablet by Web Push leads to the order.

import assert from 'node:assert/strict'
import { shoot } from './kit/looks.mjs'
import { outage } from './kit/people.mjs'
import { story } from './kit/story.mjs'
import { Tablet } from './kit/tablet.mjs'

story('a tablet that was closed opens without a server, shows its orders, and what is done then arrives once', async ({ service, people }) => {
  const dispatcher = await service.as('dispatcher')
  const tablet = await Tablet.open(people, service, 'avr1')
  tablet.person.expect(outage)
  const request = await dispatcher.register('пр-кт Ленина, 22а', 'cold-riser-burst')
  await dispatcher.send(request, 'АВР-1')
  await tablet.acceptAndGo(request.number)
  await tablet.page.waitForFunction(() => navigator.serviceWorker.ready.then(({ active }) => active?.state === 'activated'))
  await until(async () => (await dispatcher.get(`requests/${request.id}`)).orders.at(-1).state === 'en_route')

  await service.kill()
  await tablet.person.anew()
  const cold = new Tablet(tablet.person)
  await cold.page.goto('/tablet')
  await cold.list.getByText(request.address).waitFor()
  await cold.person.sees('Нет связи')
  await cold.page.setViewportSize({ width: 1280, height: 800 })
  await cold.step('На месте')
  await cold.person.sees('Не отправлено: 1')
  await shoot(cold.page, 'tablet opened cold 1280')

  await service.again()
  await cold.live()
  await cold.person.sees_no(/Не отправлено/)
  const again = await service.as('dispatcher')
  const { journal } = await again.get(`requests/${request.id}`)
  assert.equal(journal.filter(({ to }) => to === 'on_site').length, 1)
})

story('a message to a tablet is shown by its worker, and a press on it opens the order', async ({ service, people }) => {
  const dispatcher = await service.as('dispatcher')
  const tablet = await Tablet.open(people, service, 'avr1')
  const first = await dispatcher.register('пр-кт Ленина, 22а', 'cold-riser-burst')
  await dispatcher.send(first, 'АВР-1')
  await tablet.acceptAndGo(first.number)
  const second = await dispatcher.register('пр-кт Ленина, 25', 'cold-pipe-leak')
  const card = await dispatcher.send(second, 'АВР-1')
  await tablet.ringing.getByText(second.number).waitFor()
  await tablet.person.context.grantPermissions(['notifications', 'geolocation'])
  const order = card.orders.at(-1).id

  const devtools = await tablet.person.context.newCDPSession(tablet.page)
  const registration = new Promise((found) => devtools.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => registrations[0] && found(registrations[0].registrationId)))
  await devtools.send('ServiceWorker.enable')
  await devtools.send('ServiceWorker.deliverPushMessage', {
    origin: service.at,
    registrationId: await registration,
    data: JSON.stringify({ key: 'demo/order', title: `Наряд по заявке ${second.number}`, text: 'пр-кт Ленина, 25', link: '', ack: '', order }),
  })
  const worker = tablet.person.context.serviceWorkers().find((one) => one.url().endsWith('/tablet-sw.js'))
  await until(() => worker.evaluate(async () => (await self.registration.getNotifications()).length === 1))
  assert.equal(await worker.evaluate(async () => (await self.registration.getNotifications())[0].data), `/tablet?order=${order}`)

  await worker.evaluate(async () => {
    const [notification] = await self.registration.getNotifications()
    self.dispatchEvent(new NotificationEvent('notificationclick', { notification }))
  })
  await tablet.ringing.waitFor({ state: 'hidden' })
  await tablet.order.getByText(second.number).first().waitFor()

  // A tablet that was closed is opened at the order's address.
  await tablet.page.goto(`/tablet?order=${order}`)
  await tablet.live()
  await tablet.order.getByText(second.number).first().waitFor()
  assert.equal(new URL(tablet.page.url()).search, '')
})

/** Asks again until the answer is yes. */
async function until(holds) {
  for (let tries = 0; tries < 100; tries++) {
    if (await holds()) return
    await new Promise((done) => setTimeout(done, 100))
  }
  assert.fail('it never came to hold')
}
