import { get, Problem, put } from '../../shared/api'

// On 50 kbit/s a piece takes ten seconds: that much is sent again at most when the link is cut.
const pieceBytes = 64 * 1024
const pieceTimeoutMs = 45_000

/** How far a photo has come. */
interface UploadState {
  /** Bytes that the server has: the next piece begins there. */
  held: number
  /** The photo that it became. */
  photo_id?: number
}

/**
 * Sends a photo in pieces, from where an earlier try was cut, this one's tablet or server restarted or not: the server
 * knows how far it came. Throws Problem.
 */
export async function sendPhoto(order: number, photo: Blob, key: string, onsent: (share: number) => void): Promise<{ photo_id: number }> {
  const path = `/api/v1/orders/${order}/photos/${key}`
  let known = await get<UploadState>(path)
  while (!known.photo_id) {
    onsent(known.held / photo.size)
    const { held } = known
    const piece = photo.slice(held, held + pieceBytes)
    known = await put<UploadState>(`${path}?start=${held}&size=${photo.size}`, piece, { timeoutMs: pieceTimeoutMs })
    // Another window of this tablet may be ahead; standing still is a server in trouble.
    if (!known.photo_id && known.held === held) throw new Problem(503, 'upload_stands', '', '')
  }
  return { photo_id: known.photo_id }
}
