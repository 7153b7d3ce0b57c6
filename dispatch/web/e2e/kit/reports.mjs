// The page of reports as somebody who answers for the work uses it.

export class Reports {
  constructor(person) {
    this.person = person
    this.page = person.page
    this.behind = this.page.getByRole('dialog')
  }

  /** Whose work, or which period, by the button's name. */
  async choose(name) {
    await this.page.getByRole('button', { name, exact: true }).click()
    await this.settled()
  }

  async settled() {
    await this.page.locator('.figures[aria-busy="false"]').waitFor()
  }

  /** Opens the requests behind a figure of a term, by the keyboard, waits for one of them and leaves. */
  async figure(term, head, number) {
    await this.#open(term, head)
    await this.behind.getByRole('link', { name: number, exact: true }).waitFor()
    await this.person.press('Escape')
    await this.behind.waitFor({ state: 'hidden' })
  }

  /** Goes from a figure to the card of one of its requests. */
  async toCard(term, head, number) {
    await this.#open(term, head)
    await this.behind.getByRole('link', { name: number, exact: true }).click()
    await this.page.waitForURL('**/board/requests/*')
  }

  async #open(term, head) {
    const figure = this.page.getByRole('button', { name: new RegExp(`^${term}.*${head}: \\d+$`) })
    await figure.focus()
    await this.person.press('Enter')
  }

  /** Takes a file; answers where it lies. */
  async download(name) {
    const coming = this.page.waitForEvent('download')
    await this.page.getByRole('link', { name }).click()
    return (await coming).path()
  }

  /** Opens the journal to be printed; answers its page. */
  async print() {
    const coming = this.person.context.waitForEvent('page')
    await this.page.getByRole('link', { name: 'Журнал для печати' }).click()
    return coming
  }
}
