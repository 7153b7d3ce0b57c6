// A crew's tablet as gloves use it.

const password = 'demograd-05'

export class Tablet {
  constructor(person) {
    this.person = person
    this.page = person.page
    this.ringing = this.page.getByRole('dialog').filter({ hasText: 'Новый наряд' })
    this.order = this.page.getByRole('article')
    this.list = this.page.getByRole('navigation', { name: 'Наряды' })
  }

  /** Signs a demo login in and waits until the tablet is live. */
  static async open(people, service, login) {
    const tablet = new Tablet(await people.invite(login, 'tablet', service))
    tablet.person.expect(/401.*\/api\/v1\/session/) // nobody is signed in yet: the tablet asks
    await tablet.page.goto('/tablet')
    await tablet.page.getByLabel('Логин').fill(login)
    await tablet.page.getByLabel('Пароль').fill(password)
    await tablet.page.getByRole('button', { name: 'Войти' }).click()
    await tablet.live()
    return tablet
  }

  live() {
    return this.person.sees('На связи')
  }

  /** Answers the ring of a request's order. */
  async acceptAndGo(number) {
    await this.ringing.getByText(number).waitFor()
    await this.ringing.getByRole('button', { name: 'Принять и выехать' }).click()
    await this.ringing.waitFor({ state: 'hidden' })
    await this.order.getByText(number).first().waitFor()
  }

  /** Presses a step of the open order. */
  async step(name) {
    await this.order.getByRole('button', { name, exact: true }).click()
  }

  /** Ends the open order with ready words. */
  async done(words) {
    await this.step('Выполнено')
    const sheet = this.page.getByRole('dialog').filter({ hasText: 'Что сделано' })
    await sheet.getByRole('button', { name: words }).click()
    await sheet.getByRole('button', { name: 'Выполнено', exact: true }).click()
    await sheet.waitFor({ state: 'hidden' })
  }

  async photograph(picture) {
    await this.order.locator('input[type=file]').setInputFiles({ name: 'photo.jpg', mimeType: 'image/jpeg', buffer: picture })
  }
}
