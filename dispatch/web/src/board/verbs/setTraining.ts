import { post } from '../../shared/api'
import type { Training } from '../../shared/wire'

/** Runs or pauses the training mode of the demonstration city. */
export function setTraining(running: boolean, pace: number): Promise<Training> {
  return post<Training>('/api/v1/training', { running, pace })
}
