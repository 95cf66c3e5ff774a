import type { Response } from 'express'
import { remakePreview } from '../../evidence/previews/make-preview.ts'
import { findThumbnail } from '../../evidence/previews/preview-folder.ts'
import { notFound } from '../layout/error-page.ts'
import type { PageRequest } from '../request/page-request.ts'
import { storedFile } from './stored-file.ts'

/**
 * The thumbnail of an image, for whoever may have the file. It is made of the pixels alone (see server/evidence/previews), so it may be
 * shown inside a page; one that is gone is made again.
 */
export async function showThumbnail(request: PageRequest, res: Response): Promise<void> {
  const { services, req } = request
  const stored = await storedFile(request)
  if (!stored) return notFound(services, req, res)
  const { dataDir } = services.config
  const { file, view } = stored
  let bytes = await findThumbnail(dataDir, file.sha256)
  if (bytes === null) {
    await remakePreview(services, { ...file, launch: view.launch.launch, isReport: false })
    bytes = await findThumbnail(dataDir, file.sha256)
  }
  if (bytes === null) return notFound(services, req, res)
  res.set({
    'Content-Type': 'image/webp',
    'Content-Disposition': 'inline; filename="thumbnail.webp"',
    'X-Content-Type-Options': 'nosniff',
    'Content-Security-Policy': "default-src 'none'; sandbox",
    'Cache-Control': 'no-store',
  })
  res.send(bytes)
}
