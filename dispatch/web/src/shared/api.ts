import { dictionary, tongue } from './i18n.svelte'
import { Problem } from './problem'

export { Problem } from './problem'

const words = dictionary({
  offline: ['Сервер не отвечает', 'The server does not answer'],
  offlineDetail: [
    'Ничего не потеряно: повторите, когда связь вернётся.',
    'Nothing is lost: try again when the connection is back.',
  ],
  strange: ['Сервер ответил непонятно', 'The server gave an unreadable answer'],
})

interface Call {
  method?: string
  body?: unknown
  /** The same key gives the same answer: make it once per intention with `newKey`, keep it over retries. */
  key?: string
  signal?: AbortSignal
  timeoutMs?: number
  /** Is sent also when the page is being left. */
  keepalive?: boolean
}

/** A fresh idempotency key. */
export function newKey(): string {
  if (crypto.randomUUID) return crypto.randomUUID()
  // Plain http on another host than localhost has no randomUUID.
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  bytes[6] = (bytes[6]! & 0x0f) | 0x40
  bytes[8] = (bytes[8]! & 0x3f) | 0x80
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}

/** Reads a resource. Throws Problem; an aborted call throws AbortError. */
export function get<T>(path: string, call: Call = {}): Promise<T> {
  return send<T>(path, call)
}

/** Sends a command. Throws Problem; an aborted call throws AbortError. */
export function post<T>(path: string, body: unknown = {}, call: Call = {}): Promise<T> {
  return send<T>(path, { ...call, method: 'POST', body, key: call.key ?? newKey() })
}

/** Puts a resource as it is to be. Throws Problem; an aborted call throws AbortError. */
export function put<T>(path: string, body: unknown, call: Call = {}): Promise<T> {
  return send<T>(path, { ...call, method: 'PUT', body })
}

export function remove<T>(path: string, call: Call = {}): Promise<T> {
  return send<T>(path, { ...call, method: 'DELETE' })
}

async function send<T>(path: string, { method = 'GET', body, key, signal, timeoutMs = 12_000, keepalive }: Call): Promise<T> {
  const headers: Record<string, string> = { Accept: 'application/json', 'Accept-Language': tongue.language }
  if (key) headers['Idempotency-Key'] = key
  const form = body instanceof FormData || body instanceof Blob
  if (body !== undefined && !form) headers['Content-Type'] = 'application/json'
  const timeout = AbortSignal.timeout(timeoutMs)
  let answer: Response
  try {
    answer = await fetch(path, {
      method,
      headers,
      body: body === undefined ? undefined : form ? (body as BodyInit) : JSON.stringify(body),
      signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
      credentials: 'same-origin',
      keepalive,
    })
  } catch (error) {
    if (signal?.aborted) throw error
    throw new Problem(0, 'offline', words.offline, words.offlineDetail)
  }
  if (!answer.ok) throw await readProblem(answer)
  if (answer.status === 204) return undefined as T
  return readJson<T>(answer)
}

async function readJson<T>(answer: Response): Promise<T> {
  try {
    return (await answer.json()) as T
  } catch {
    throw new Problem(answer.status, 'unreadable', words.strange, '')
  }
}

async function readProblem(answer: Response): Promise<Problem> {
  const told = await answer.json().catch(() => ({}))
  const wait = Number(answer.headers.get('Retry-After'))
  return new Problem(
    answer.status,
    told.code ?? `http_${answer.status}`,
    told.title ?? words.strange,
    told.detail ?? '',
    told.errors ?? [],
    told.current ?? {},
    Number.isFinite(wait) && wait > 0 ? wait : null,
  )
}
