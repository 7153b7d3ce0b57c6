import { Problem } from '../../shared/api'
import { notices } from '../../shared/parts/notices.svelte'

/** Runs a command; a refusal is told in the server's own words and answers undefined. */
export async function attempt<T>(command: () => Promise<T>): Promise<T | undefined> {
  try {
    return await command()
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    notices.tell([error.title, error.detail].filter(Boolean).join(': '), 'bad')
    return undefined
  }
}
