// The board as a dispatcher uses it.

const password = 'demograd-05'

export class Board {
  constructor(person) {
    this.person = person
    this.page = person.page
    this.queue = this.page.getByRole('region', { name: 'Очередь заявок' })
    this.card = this.page.getByRole('region', { name: 'Карточка заявки' })
    this.call = this.page.getByRole('dialog', { name: 'Новое обращение' })
    this.strip = this.page.getByRole('region', { name: 'Эскалации без ответа' })
  }

  /** Signs a demo login in and waits until the board is live. `expected` are complaints that belong to the story. */
  static async open(people, service, login, ...expected) {
    const person = await people.invite(login, 'board', service)
    person.expect(...expected)
    await person.context.addInitScript(rememberTones)
    const board = new Board(person)
    await board.signIn(login)
    return board
  }

  async signIn(login) {
    await this.page.goto('/login')
    await this.page.getByLabel('Логин').fill(login)
    await this.page.getByLabel('Пароль').fill(password)
    await this.page.getByRole('button', { name: 'Войти' }).click()
    await this.page.waitForURL('**/board')
    await this.live()
  }

  live() {
    return this.person.sees('На связи')
  }

  async beginShift() {
    await this.person.sees('ЗВУК ВЫКЛЮЧЕН')
    await this.page.getByRole('button', { name: 'Заступить на смену' }).click()
    await this.person.sees_no('ЗВУК ВЫКЛЮЧЕН')
  }

  /** The line of a request in the queue. */
  row(number) {
    return this.queue.getByRole('button').filter({ has: this.page.getByText(number, { exact: true }) })
  }

  /** Opens a request's card from the queue. */
  async open(number) {
    await this.row(number).click()
    await this.card.getByText(number).first().waitFor()
  }

  /** Waits until a tone of this pitch was played. */
  async hears(hertz) {
    await this.page.waitForFunction((pitch) => window.tones.includes(pitch), hertz)
  }

  /** Sends whom the board recommends first, by keys alone; answers the crew's name. */
  async sendRecommended() {
    await this.person.press('KeyS')
    const best = this.card.locator('[data-chosen="true"]')
    const name = await best.locator('b').innerText()
    await this.person.press('Enter')
    await this.card.getByRole('tab', { name: /Наряды/, selected: true }).waitFor()
    return name
  }

  /** Waits until the newest order of the open card is in a state. */
  async orderIs(state) {
    await this.card.locator('article').first().locator('header').getByText(state, { exact: true }).waitFor()
  }
}

/** Runs in the page: notes the pitch of each tone that is really started. */
function rememberTones() {
  window.tones = []
  const start = OscillatorNode.prototype.start
  OscillatorNode.prototype.start = function (...when) {
    if (this.context.state === 'running') window.tones.push(this.frequency.value)
    return start.apply(this, when)
  }
}

/** The pitches that tell a new report and an escalation apart (src/board/alarm/sounds.ts). */
export const reportTone = 660
export const escalationTone = 988
