import { setTimeout as delay } from 'node:timers/promises'
import type { EvidenceFile } from '../../../db/store.ts'
import type { Services } from '../../services.ts'
import { type FailedNames, noFailedNames } from '../failed-names.ts'
import { evidencePath } from '../folder.ts'
import { readEvidence } from '../read.ts'
import { readReport } from '../read-report.ts'
import { type Preview, type PreviewKind, previewKind } from './preview.ts'
import { findPreview, findThumbnail, hasEvidence, keepPreview, type PreviewKey } from './preview-folder.ts'
import { forgetFailure, hasFailedLately, noteFailure } from './recent-failures.ts'
import { reportPreview } from './report-preview.ts'
import { textLines } from './text-lines.ts'
import { makeThumbnail } from './thumbnail.ts'

/** A file of a launch, with what it is taken for: a report is looked into, another XML file is text. */
export interface PreviewedFile extends Pick<EvidenceFile, 'sha256' | 'type'> {
  launch: string
  isReport: boolean
}

/** What a preview is made of: of whose stored bytes, looked at as what. */
interface Source extends PreviewKey {
  launch: string
}

const sourceOf = ({ launch, sha256 }: PreviewedFile, kind: PreviewKind): Source => ({ launch, sha256, kind })

/** What is being made, by folder, kind and hash: nothing is made twice at once. */
const making = new Map<string, Promise<void>>()
/** While there are so many, others are not begun: whoever asks gets no preview, and asks again with the next page. */
const mostAtOnce = 8
/** A page waits so long at most for what is being made: after an upload its sender wants to see it. */
const mostWaitMs = 1000

/**
 * The preview of a file; null where there is none, or none yet. It costs the reading of one small file; what is missing is begun to be
 * made, from the stored bytes.
 */
export async function previewOf(services: Services, file: PreviewedFile): Promise<Preview | null> {
  const kind = previewKind(file)
  if (kind === null) return null
  const source = sourceOf(file, kind)
  const { dataDir } = services.config
  const found = await findPreview(dataDir, source)
  if (found !== null || !(await hasEvidence(dataDir, file.sha256))) return found
  const made = startPreview(services, source, () => makePreview(services, source))
  await Promise.race([made, delay(mostWaitMs, undefined, { ref: false })])
  return findPreview(dataDir, source)
}

/** Begins with what was just taken in. Nothing waits for it, and whatever comes of it the evidence stands. */
export function previewTaken(services: Services, file: PreviewedFile, bytes: Buffer, failed = noFailedNames): void {
  const kind = previewKind(file)
  if (kind === null) return
  const source = sourceOf(file, kind)
  // The bytes may be overwritten once their request was answered, so they are read now or from the disk.
  const preview = previewHere(kind, bytes, failed)
  forgetFailure(keyOf(services, source))
  void startPreview(services, source, () =>
    preview === null ? makePreview(services, source) : keepPreview(services.config.dataDir, source, preview),
  )
}

/** Null for what is not made in this process. */
function previewHere(kind: PreviewKind, bytes: Buffer, failed: FailedNames): Preview | null {
  if (kind === 'image') return null
  return kind === 'report' ? reportPreview(failed) : textLines(bytes)
}

/** WebP. Null for a file that is shown with none. One that is gone is made again, if the stored preview says that there was one. */
export async function thumbnailOf(services: Services, file: PreviewedFile): Promise<Buffer | null> {
  if (previewKind(file) !== 'image') return null
  const source = sourceOf(file, 'image')
  const { dataDir } = services.config
  const preview = await findPreview(dataDir, source)
  if (preview?.kind !== 'image') return null
  const found = await findThumbnail(dataDir, file.sha256)
  if (found !== null) return found
  await startPreview(services, source, () => makePreview(services, source))
  return findThumbnail(dataDir, file.sha256)
}

const keyOf = (services: Services, { sha256, kind }: Source): string => `${services.config.dataDir} ${kind} ${sha256}`

function startPreview(services: Services, source: Source, make: () => Promise<void>): Promise<void> {
  const key = keyOf(services, source)
  const begun = making.get(key)
  if (begun) return begun
  if (making.size >= mostAtOnce || hasFailedLately(key, services.clock())) return Promise.resolve()
  const made = make()
    .catch((error: unknown) => {
      noteFailure(key, services.clock())
      services.log.warn({ err: error, evidence: source.sha256 }, 'no preview could be made')
    })
    .finally(() => making.delete(key))
  making.set(key, made)
  return made
}

/** Rejects where it cannot be made now, and keeps nothing then. */
async function makePreview(services: Services, source: Source): Promise<void> {
  const { dataDir } = services.config
  const { launch, sha256, kind } = source
  if (kind === 'image') {
    const made = await makeThumbnail({ path: evidencePath(dataDir, sha256), sha256 })
    if (made === null) return keepPreview(dataDir, source, { kind: 'none' })
    const { width, height, bytes } = made
    return keepPreview(dataDir, source, { kind: 'image', width, height }, Buffer.from(bytes))
  }
  const stored = await services.store.evidenceFile(launch, sha256)
  if (stored === null) throw new Error('The launch has no such file.')
  const bytes = await readEvidence(services, stored, 'damaged')
  await keepPreview(dataDir, source, kind === 'text' ? textLines(bytes) : await previewOfReport(bytes))
}

/** A report that was taken can be read; one for which there is no time or memory now may be read later. */
async function previewOfReport(bytes: Buffer): Promise<Preview> {
  const reading = await readReport(bytes)
  if (reading.kind === 'report') return reportPreview(reading.failed)
  const { code } = reading.why
  if (code === 'too-slow' || code === 'too-complex') throw new Error(`The report cannot be read now: ${code}.`)
  return { kind: 'none' }
}
