import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import sharp from 'sharp'
import type { ThumbnailAnswer, ThumbnailTask } from './thumbnail.ts'

/**
 * The process that makes thumbnails, one after the other, for thumbnail.ts. It reads three kinds of images, decodes within a limit of
 * pixels, and gives back pixels alone: turned upright as the camera said (EXIF), without any metadata.
 */

/** Twice what is shown, for screens with two pixels to a point. */
const largest = { width: 480, height: 320 }
/** A JPEG is decoded at a fraction of its size; anything else is held whole, at four or eight bytes a pixel. */
const mostPixels = { jpeg: 64_000_000, other: 25_000_000 }

sharp.cache(false)
sharp.concurrency(1)
// Whatever a file pretends to be, no other decoder is reached.
sharp.block({ operation: ['VipsForeignLoad'] })
sharp.unblock({
  operation: ['VipsForeignLoadJpegBuffer', 'VipsForeignLoadPngBuffer', 'VipsForeignLoadWebpBuffer'],
})

process.on('message', (task: ThumbnailTask) => {
  const answer = (found: ThumbnailAnswer) => process.send?.(found)
  makeThumbnail(task).then(answer, () => answer(null))
})
process.on('disconnect', () => process.exit())

/** Null where the bytes are not those of the evidence. Throws where they are no picture, or none within the limits. */
async function makeThumbnail({ path, sha256 }: ThumbnailTask): Promise<ThumbnailAnswer> {
  const bytes = await readFile(path)
  if (createHash('sha256').update(bytes).digest('hex') !== sha256) return null
  const { format } = await sharp(bytes, { limitInputPixels: mostPixels.jpeg }).metadata()
  const limitInputPixels = format === 'jpeg' ? mostPixels.jpeg : mostPixels.other
  const { data, info } = await sharp(bytes, { limitInputPixels, sequentialRead: true, failOn: 'error' })
    .autoOrient()
    .resize({ ...largest, fit: 'inside', withoutEnlargement: true })
    .flatten({ background: '#ffffff' })
    .webp({ quality: 75 })
    .toBuffer({ resolveWithObject: true })
  return { bytes: data, width: info.width, height: info.height }
}
