// The real service, as a city runs it: its own binary, its own PostgreSQL in a fresh folder, the demonstration city.
// Training is paused, so that nobody but the story moves anything.

import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { promisify } from 'node:util'
import { Caller } from './caller.mjs'

const root = resolve(import.meta.dirname, '../../../..')
const binary = resolve(process.env.DISPATCH05_BINARY ?? join(root, '.build/dispatch05'))
const startsWithinMs = 60_000

export class Service {
  /** Where it answers: http://localhost:PORT. */
  at = ''
  /** All that it logged so far, over all starts. */
  log = ''
  #data = ''
  #process

  /** Starts the service on a free port with an empty folder. */
  static async start() {
    if (!existsSync(binary)) throw new Error(`no binary at ${binary}: run "make build", or name one in DISPATCH05_BINARY`)
    const service = new Service()
    service.#data = await mkdtemp(join(tmpdir(), 'dispatch05-e2e-'))
    await chmod(service.#data, 0o755) // started by root, PostgreSQL runs under another account and must get in
    await service.#run('0')
    await service.#pauseTraining()
    return service
  }

  /** Ends the process at once, as a power cut does: nothing is told, nothing is finished. */
  async kill() {
    this.#process.kill('SIGKILL')
    await once(this.#process, 'exit')
  }

  /** Starts it again where it was. */
  again() {
    return this.#run(new URL(this.at).port)
  }

  /** Ends it in order and takes its folder away. */
  async stop() {
    if (this.#process.exitCode === null && this.#process.signalCode === null) {
      this.#process.kill('SIGTERM')
      await once(this.#process, 'exit')
    }
    await rm(this.#data, { recursive: true, force: true })
  }

  /** Someone who calls the API as a demo login. */
  as(login) {
    return Caller.signIn(this.at, login)
  }

  /** What a command of the program says on this service's data. */
  async tool(...words) {
    const { stdout } = await promisify(execFile)(binary, words, { cwd: root, env: this.#env() })
    return stdout
  }

  #env() {
    const env = { ...process.env, DATA_DIR: this.#data }
    for (const name of ['DATABASE_URL', 'REDIS_URL', 'LISTEN', 'TLS_CERT', 'TLS_KEY']) delete env[name]
    return env
  }

  async #run(port) {
    this.#process = spawn(binary, ['serve'], { cwd: root, env: { ...this.#env(), PORT: port, LOG_LEVEL: 'debug' }, stdio: ['ignore', 'pipe', 'pipe'] })
    this.#process.stderr.setEncoding('utf8').on('data', (text) => (this.log += text))
    this.at = await this.#address()
  }

  /** What it prints of its board, once it listens. */
  #address() {
    return new Promise((found, failed) => {
      const late = setTimeout(() => failed(new Error(`the service did not start:\n${this.log}`)), startsWithinMs)
      const ended = (code) => failed(new Error(`the service ended with ${code}:\n${this.log}`))
      this.#process.once('exit', ended)
      createInterface(this.#process.stdout).on('line', (line) => {
        const at = line.match(/board\s+(http:\/\/localhost:\d+)\/board/)?.[1]
        if (!at) return
        clearTimeout(late)
        this.#process.off('exit', ended)
        found(at)
      })
    })
  }

  /** The demonstration city begins with training on: pause it and free the crews of the stories. */
  async #pauseTraining() {
    const dispatcher = await this.as('dispatcher')
    await dispatcher.post('training', { running: false, pace: 1 })
    for (const name of ['АВР-1', 'Электрики 1']) await dispatcher.free(name)
  }
}
