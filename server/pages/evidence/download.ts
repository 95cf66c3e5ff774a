import type { Response } from 'express'
import type { EvidenceFile } from '../../../db/store.ts'
import { evidenceSchema } from '../../../machines/state.ts'
import { keptName } from '../../evidence/file-name.ts'
import { readEvidence } from '../../evidence/read.ts'
import type { LaunchView } from '../../launches/read-launch.ts'
import { notFound } from '../layout/error-page.ts'
import { textsOf } from '../layout/log-lines.ts'
import type { PageRequest } from '../request/page-request.ts'
import { storedFile } from './stored-file.ts'

/** The stored file under its own name, never shown inside a page of ours. */
export async function download(request: PageRequest, res: Response): Promise<void> {
  const { services, req } = request
  const stored = await storedFile(request)
  if (!stored) return notFound(services, req, res)
  const { view, file } = stored
  const bytes = await readEvidence(services, file, request.w.t('api.damaged-file'))
  res.attachment(keptName(await fileName(request, view, file)))
  res.set({
    'Content-Type': file.type,
    'X-Content-Type-Options': 'nosniff',
    'Content-Security-Policy': "default-src 'none'; sandbox",
    'Cache-Control': 'no-store',
  })
  res.send(bytes)
}

/** As it was called when it was given; what took its place since does not change that. */
async function fileName(request: PageRequest, view: LaunchView, { sha256, type }: EvidenceFile): Promise<string> {
  const entry = await request.services.store.search.newestOfFile(view.launch.launch, sha256)
  const file = fileIn(entry?.data.evidence, sha256)
  if (file) return (await textsOf(request, view, file))(file.name) ?? sha256
  return type === 'application/xml' ? `report-${sha256.slice(0, 12)}.xml` : sha256
}

/** The evidence that this is, if it is this file. */
function fileIn(said: unknown, sha256: string) {
  const { data } = evidenceSchema.safeParse(said)
  return data?.kind === 'file' && data.sha256 === sha256 ? data : null
}
