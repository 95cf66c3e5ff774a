import type { Response } from 'express'
import { thumbnailOf } from '../../evidence/previews/make-preview.ts'
import { notFound } from '../layout/error-page.ts'
import type { PageRequest } from '../request/page-request.ts'
import { storedFile } from './stored-file.ts'

/**
 * The thumbnail of an image, for whoever may have the file. It is made of the pixels alone (see server/evidence/previews), so it may be
 * shown inside a page.
 */
export async function showThumbnail(request: PageRequest, res: Response): Promise<void> {
  const { services, req } = request
  const stored = await storedFile(request)
  const launch = stored?.view.launch.launch
  const bytes = launch && (await thumbnailOf(services, { ...stored.file, launch, isReport: false }))
  if (!bytes) return notFound(services, req, res)
  res.set({
    'Content-Type': 'image/webp',
    'Content-Disposition': 'inline; filename="thumbnail.webp"',
    'X-Content-Type-Options': 'nosniff',
    'Content-Security-Policy': "default-src 'none'; sandbox",
    'Cache-Control': 'no-store',
  })
  res.send(bytes)
}
