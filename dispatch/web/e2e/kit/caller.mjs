// A signed-in caller of the JSON API: prepares what a story begins with, and tells what the service really holds.

const password = 'demograd-05'
export const city = 'demograd'

export class Caller {
  constructor(at, cookie) {
    this.at = at
    this.cookie = cookie
  }

  static async signIn(at, login) {
    const answer = await fetch(`${at}/api/v1/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ city, login, password }),
    })
    if (!answer.ok) throw new Error(`${login} cannot sign in: ${answer.status} ${await answer.text()}`)
    return new Caller(at, answer.headers.get('set-cookie').split(';')[0])
  }

  get(path) {
    return this.#call('GET', path)
  }

  post(path, body) {
    return this.#call('POST', path, body)
  }

  /** The house that the register gives for an address. */
  async house(address) {
    const { candidates } = await this.get(`cities/${city}/addresses?limit=1&q=${encodeURIComponent(address)}`)
    if (candidates[0]?.address !== address) throw new Error(`no house at ${address}`)
    return candidates[0]
  }

  /** Registers a call; answers its card. */
  async register(address, problem, more = {}) {
    const house = await this.house(address)
    return this.post('requests', { ...emptyRequest, house_id: house.house_id, address_text: address, problem, ...more })
  }

  /** Sends a crew by name; answers the request's card. */
  async send(request, crewName) {
    const crew = await this.crew(crewName)
    return this.post(`requests/${request.id}/orders`, { crew_id: crew.id, reserve: false })
  }

  async crew(name) {
    return (await this.get('crews')).find((crew) => crew.name === name)
  }

  /** Takes all orders off a crew. */
  async free(name) {
    const { id } = await this.crew(name)
    const { requests } = await this.get('requests?limit=100')
    for (const order of requests.flatMap((request) => request.orders)) {
      if (order.crew_id !== id || over.includes(order.state)) continue
      await this.post(`orders/${order.id}/steps`, { to: 'recalled', reason: 'Освободить бригаду' })
    }
  }

  /** Puts a person on duty at a post for an hour, whoever it is by the plan. */
  async standIn(post, person) {
    const [{ id }, { id: who }] = [(await this.get('posts')).find(({ name }) => name === post), (await this.get('people')).find(({ name }) => name === person)]
    const now = Date.now()
    const [from, to] = [now - minute, now + 60 * minute].map((at) => new Date(at).toISOString())
    await this.post(`posts/${id}/overrides`, { from, to, person_id: who, why: 'История' })
  }

  /** The requests that a search finds. */
  async find(query) {
    return (await this.get(`requests?limit=100&q=${encodeURIComponent(query)}`)).requests
  }

  async #call(method, path, body) {
    const headers = { cookie: this.cookie, 'content-type': 'application/json', 'idempotency-key': crypto.randomUUID() }
    const answer = await fetch(`${this.at}/api/v1/${path}`, { method, headers, body: body && JSON.stringify(body) })
    const text = await answer.text()
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`)
    return text ? JSON.parse(text) : undefined
  }
}

const minute = 60_000
const over = ['done', 'verified', 'refused', 'recalled']
const emptyRequest = {
  house_id: null, address_text: '', point: null, entrance: '', floor: '', flat: '', problem: '', text: '', caller_name: '', phone: '',
  channel: 'telephone',
}
