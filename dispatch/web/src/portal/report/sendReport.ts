import type { Problem } from '../../shared/problem'
import type { NewReport, Registered } from '../../shared/wire'
import { bodyOf, type Draft } from './draft'

const pausesMs = [800, 2500, 6000]

interface Options {
  post: (path: string, body: NewReport, call: { key: string }) => Promise<Registered>
  pause: (ms: number) => Promise<void>
}

/** Sends a sealed draft; an unclear answer is asked for again under the same key. Throws the last Problem. */
export async function sendReport(draft: Draft, { post, pause }: Options): Promise<Registered> {
  const path = `/api/v1/cities/${encodeURIComponent(draft.city)}/reports`
  for (const ms of [...pausesMs, 0]) {
    try {
      return await post(path, bodyOf(draft), { key: draft.key })
    } catch (error) {
      const problem = error as Problem
      if (!problem.again || problem.status === 429 || ms === 0) throw error
      await pause(ms)
    }
  }
  throw new Error('unreachable')
}
