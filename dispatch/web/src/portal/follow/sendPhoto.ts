import type { post } from '../../shared/api'

const timeoutMs = 60_000

/** Adds a photo to a report by its link. Throws Problem. */
export async function sendPhoto(send: typeof post, token: string, photo: Blob, key: string) {
  const form = new FormData()
  form.append('photo', photo, 'photo.jpg')
  await send(`/api/v1/links/${encodeURIComponent(token)}/photos`, form, { key, timeoutMs })
}
