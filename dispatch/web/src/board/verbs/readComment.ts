import { post } from '../../shared/api'
import type { Reading } from '../../shared/wire'

/** The longest comment that the server reads, in characters. */
export const maxComment = 4000

/** Reads the houses that a comment names, and what else it says; nothing is kept. */
export function readComment(text: string, signal: AbortSignal): Promise<Reading> {
  return post<Reading>('/api/v1/comments', { text }, { signal, timeoutMs: 6000 })
}
