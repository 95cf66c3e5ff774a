import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import sharp from 'sharp'
import { mostPixels, mostPixelsOf } from './most-pixels.ts'
import type { ThumbnailAnswer, ThumbnailTask } from './thumbnail.ts'

/**
 * The process that makes thumbnails, one after the other, for thumbnail.ts. It reads three kinds of images, decodes within a limit of
 * pixels, and gives back pixels alone: turned upright as the camera said (EXIF), without any metadata.
 */

/** Twice what is shown, for screens with two pixels to a point. */
const largest = { width: 480, height: 320 }

sharp.cache(false)
sharp.concurrency(1)
// Whatever a file pretends to be, no other decoder is reached.
sharp.block({ operation: ['VipsForeignLoad'] })
sharp.unblock({
  operation: ['VipsForeignLoadJpegBuffer', 'VipsForeignLoadPngBuffer', 'VipsForeignLoadWebpBuffer'],
})

process.on('message', (task: ThumbnailTask) => {
  const answer = (found: ThumbnailAnswer) => process.send?.(found)
  const failed = (error: unknown) => answer({ kind: 'failed', why: String(error) })
  answerTo(task).then(answer, failed)
})
process.on('disconnect', () => process.exit())

/** Rejects where the file cannot be read. */
async function answerTo({ path, sha256 }: ThumbnailTask): Promise<ThumbnailAnswer> {
  const bytes = await readFile(path)
  if (createHash('sha256').update(bytes).digest('hex') !== sha256)
    return { kind: 'failed', why: 'The stored file is damaged.' }
  try {
    return await makeThumbnail(bytes)
  } catch (error) {
    // libvips tells what it makes of a file in words alone. What it lacks is no property of the picture.
    if (/out of memory/i.test(String(error))) throw error
    return { kind: 'unusable' }
  }
}

/** Rejects where the bytes are no picture, or none within the limits. */
async function makeThumbnail(bytes: Buffer): Promise<ThumbnailAnswer> {
  const limitInputPixels = mostPixelsOf(await sharp(bytes, { limitInputPixels: mostPixels.baselineJpeg }).metadata())
  const { data, info } = await sharp(bytes, { limitInputPixels, sequentialRead: true, failOn: 'error' })
    .autoOrient()
    .resize({ ...largest, fit: 'inside', withoutEnlargement: true })
    .flatten({ background: '#ffffff' })
    .webp({ quality: 75 })
    .toBuffer({ resolveWithObject: true })
  return { kind: 'made', bytes: data, width: info.width, height: info.height }
}
