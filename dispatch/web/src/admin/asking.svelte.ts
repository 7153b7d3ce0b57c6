// What a form has asked of the service: whether it is under way, and how it was refused.

import { Problem } from '../shared/api'
import { dictionary } from '../shared/i18n.svelte'
import { notices } from '../shared/parts/notices.svelte'

const words = dictionary({ saved: ['Сохранено', 'Saved'] })

export class Asking {
  busy = $state(false)
  problem = $state.raw<Problem>()

  /** Asks, and says whether it was done; a refusal stands beside its fields until the next time. */
  async ask(what: () => Promise<unknown>): Promise<boolean> {
    this.busy = true
    this.problem = undefined
    try {
      await what()
      return true
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      this.problem = error
      return false
    } finally {
      this.busy = false
    }
  }

  /** Asks for a change, and tells that it was made. */
  async change(what: () => Promise<unknown>): Promise<boolean> {
    const made = await this.ask(what)
    if (made) notices.tell(words.saved, 'good')
    return made
  }

  /** Asks for a change that answers with something. Nothing: it was refused. */
  async make<T>(what: () => Promise<T>): Promise<T | undefined> {
    let made: T | undefined
    await this.change(async () => (made = await what()))
    return made
  }

  error(field: string): string | undefined {
    return this.problem?.field(field)
  }

  /** The refusal, where it is about none of the fields shown. */
  said(...shown: string[]): string {
    return this.problem && !shown.some((field) => this.problem?.field(field)) ? this.problem.message : ''
  }
}
