// The draft's photo, kept on the device beside the draft: localStorage holds no pictures, the browser's own cache does. It is
// there on a secure page only; without it the photo is taken anew.

const name = 'dispatch05 draft'
const path = '/draft-photo'

export async function keepPhoto(photo: Blob | undefined) {
  if (!('caches' in globalThis)) return
  try {
    if (!photo) await caches.delete(name)
    else await caches.open(name).then((cache) => cache.put(path, new Response(photo)))
  } catch {
    // A full disk or a private window: it is only not kept.
  }
}

export async function keptPhoto(): Promise<Blob | undefined> {
  if (!('caches' in globalThis)) return undefined
  try {
    const kept = await caches.match(path, { cacheName: name })
    return await kept?.blob()
  } catch {
    return undefined
  }
}
