// People at real screens: each has a browser of their own (no shared cookies, no shared storage) of their screen's size.
// A page that asks another host, breaks its content security policy, throws, or complains in the console fails its story.

import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { chromium } from 'playwright-core'
import { shoot } from './looks.mjs'

const flags = [
  '--headless', '--no-sandbox', '--use-angle=swiftshader', '--enable-unsafe-swiftshader', '--ignore-gpu-blocklist', '--disable-quic',
  '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--lang=ru',
]
const patienceMs = 20_000
const executablePath = process.env.CHROMIUM || '/usr/bin/chromium'

/** Why the stories cannot be told on this machine; false when they can. For the option `skip` of a test. */
export const noBrowser = existsSync(executablePath) ? false : `no Chromium at ${executablePath} (Debian: apt-get install chromium)`

const screens = {
  phone: { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, deviceScaleFactor: 2 },
  board: { viewport: { width: 1920, height: 1080 } },
  tablet: { viewport: { width: 1024, height: 768 }, hasTouch: true, permissions: ['geolocation'], geolocation: { longitude: 48.4048, latitude: 54.3229 } },
}

export class People {
  #browser
  #all = []

  static async gather() {
    const people = new People()
    people.#browser = await chromium.launch({ executablePath, args: flags })
    return people
  }

  /** A person before a screen: 'phone', 'board' or 'tablet'. */
  async invite(name, screen, service) {
    const context = await this.#browser.newContext({ ...screens[screen], baseURL: service.at, locale: 'ru-RU', colorScheme: 'light', reducedMotion: 'reduce' })
    context.setDefaultTimeout(patienceMs)
    const person = new Person(name, context, await context.newPage(), new URL(service.at).host)
    this.#all.push(person)
    return person
  }

  /** Fails when any page had something to complain of. */
  assertContent() {
    const complaints = this.#all.flatMap((person) => person.complaints.map((said) => `${person.name}: ${said}`))
    assert.deepEqual(complaints, [])
  }

  /** Keeps what everybody saw at the end of a story that failed. */
  async showLast(story) {
    for (const [index, { name, page }] of this.#all.entries()) await shoot(page, `failed ${story} ${index + 1} ${name}`).catch(() => {})
    for (const person of this.#all) for (const said of person.complaints) console.error(`${person.name}: ${said}`)
  }

  async leave() {
    await this.#browser?.close()
  }
}

export class Person {
  complaints = []
  #host
  #expected = []

  constructor(name, context, page, host) {
    Object.assign(this, { name, context, page })
    this.#host = host
    context.on('request', (request) => this.#asked(request.url()))
    this.#watch(page)
  }

  /** Opens an empty page in place of the one that is closed: what the browser keeps stays. */
  async anew() {
    await this.page.close()
    this.page = await this.context.newPage()
    this.#watch(this.page)
  }

  /** From now on complaints that match are part of the story: a server that is killed cannot answer. */
  expect(...patterns) {
    this.#expected.push(...patterns)
  }

  /** A button by its name, without the key that stands on it. */
  button(name, within = this.page) {
    return within.getByRole('button', { name })
  }

  /** Waits until a text is to be seen. */
  async sees(text, within = this.page) {
    await within.getByText(text).filter({ visible: true }).first().waitFor()
  }

  async sees_no(text, within = this.page) {
    await within.getByText(text).filter({ visible: true }).first().waitFor({ state: 'hidden' })
  }

  press(...keys) {
    return keys.reduce((before, key) => before.then(() => this.page.keyboard.press(key)), Promise.resolve())
  }

  type(text) {
    return this.page.keyboard.type(text)
  }

  /** Goes home: the screen is closed, what it complained of counts. */
  leave() {
    return this.context.close()
  }

  #watch(page) {
    page.on('websocket', (socket) => this.#asked(socket.url()))
    page.on('pageerror', (error) => this.#complain(`threw ${error.stack ?? error}`))
    page.on('console', (message) => message.type() === 'error' && this.#complain(`${message.text()} (${message.location().url})`))
  }

  #asked(url) {
    const { protocol, host } = new URL(url)
    if (['data:', 'blob:', 'about:'].includes(protocol) || host === this.#host) return
    this.complaints.push(`asked another host: ${url}`)
  }

  #complain(said) {
    if (!this.#expected.some((pattern) => pattern.test(said))) this.complaints.push(said)
  }
}

/** What a browser says of a server that is not there, and the map of tiles that do not come. */
export const outage = /assets\/maplibre-gl|ERR_FAILED|ERR_CONNECTION_REFUSED|ERR_CONNECTION_RESET|ERR_EMPTY_RESPONSE|ERR_INTERNET_DISCONNECTED|ERR_NETWORK_CHANGED|ERR_SOCKET_NOT_CONNECTED|WebSocket connection/
