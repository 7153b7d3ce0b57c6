// A photo from a camera is several megabytes and knows where it was made. Drawn anew here, it is small and knows nothing.

const longestPixels = 1600
const qualities = [0.82, 0.7, 0.55, 0.4]

/** A file that is no picture this browser can read. */
export class NotAPhoto extends Error {}

/**
 * Draws a photo anew as a JPEG of at most 1600 pixels a side and at most `maxBytes`, upright and without metadata.
 * Throws NotAPhoto.
 */
export async function shrinkPhoto(file: Blob, maxBytes: number): Promise<Blob> {
  const picture = await createImageBitmap(file, { imageOrientation: 'from-image' }).catch(() => {
    throw new NotAPhoto()
  })
  const canvas = document.createElement('canvas')
  const scale = Math.min(1, longestPixels / Math.max(picture.width, picture.height))
  canvas.width = Math.max(1, Math.round(picture.width * scale))
  canvas.height = Math.max(1, Math.round(picture.height * scale))
  canvas.getContext('2d')!.drawImage(picture, 0, 0, canvas.width, canvas.height)
  picture.close()
  for (const quality of qualities) {
    const drawn = await toJpeg(canvas, quality)
    if (drawn && drawn.size <= maxBytes) return drawn
  }
  throw new NotAPhoto()
}

function toJpeg(canvas: HTMLCanvasElement, quality: number): Promise<Blob | null> {
  return new Promise((give) => canvas.toBlob(give, 'image/jpeg', quality))
}
