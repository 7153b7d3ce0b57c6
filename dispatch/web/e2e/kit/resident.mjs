// A resident with a telephone in hand.

export class Resident {
  constructor(person) {
    this.person = person
    this.page = person.page
  }

  static async open(people, service) {
    const resident = new Resident(await people.invite('resident', 'phone', service))
    await resident.page.goto('/')
    await resident.page.getByRole('heading', { name: 'Сообщить об аварии' }).waitFor()
    return resident
  }

  /** Fills the form in as people do: own words, a beginning of the address, and what the page offers. */
  async fill({ words, fault, typed, address, entrance, floor, flat, details, phone, name, photo }) {
    const { page } = this
    await page.getByLabel('Своими словами').fill(words)
    await page.getByRole('button', { name: fault, exact: true }).click()
    await page.getByLabel('Улица и дом').pressSequentially(typed)
    await page.getByRole('option', { name: address, exact: true }).click()
    await this.person.sees('Дом найден')
    await page.getByLabel('Подъезд').fill(entrance)
    await page.getByLabel('Этаж').fill(floor)
    await page.getByLabel('Квартира').fill(flat)
    await page.getByLabel('Подробности').fill(details)
    await page.getByLabel('Телефон').fill(phone)
    await page.getByLabel(/Как к вам обращаться/).fill(name)
    if (photo) await page.locator('input[type=file]').setInputFiles({ name: 'photo.jpg', mimeType: 'image/jpeg', buffer: photo })
  }

  /** Sends the form; answers the number. */
  async send() {
    await this.page.getByRole('button', { name: 'Отправить', exact: true }).click()
    await this.person.sees('Обращение принято')
    return this.page.locator('.number b').innerText()
  }

  /** Goes on to the page of the link and waits until it is live. */
  async follow() {
    await this.page.getByRole('link', { name: 'Следить за обращением' }).click()
    await this.person.sees('обновляется само')
  }

  /** Waits until the link's page says how the matter stands. */
  async stands(state) {
    await this.page.getByRole('heading', { name: state, exact: true, level: 1 }).waitFor()
  }
}
