import { setTimeout as delay } from 'node:timers/promises'
import type { EvidenceFile } from '../../../db/store.ts'
import type { Services } from '../../services.ts'
import { evidencePath } from '../folder.ts'
import { readEvidence } from '../read.ts'
import { readReport } from '../read-report.ts'
import { imageTypes, type Preview, textTypes } from './preview.ts'
import { findPreview, keepPreview } from './preview-folder.ts'
import { reportPreview } from './report-preview.ts'
import { textLines } from './text-lines.ts'
import { makeThumbnail } from './thumbnail.ts'

/** A file of a launch, with what it is taken for: a report is looked into, another XML file is text. */
export interface PreviewedFile extends Pick<EvidenceFile, 'sha256' | 'type'> {
  launch: string
  isReport: boolean
}

const isPreviewed = ({ type, isReport }: PreviewedFile): boolean =>
  isReport || imageTypes.includes(type) || textTypes.includes(type)

/** What is being made, by folder and hash: nothing is made twice at once. */
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
  if (!isPreviewed(file)) return null
  const { dataDir } = services.config
  const found = await findPreview(dataDir, file.sha256)
  if (found !== null) return found
  const made = startPreview(services, file, () => makePreview(services, file))
  await Promise.race([made, delay(mostWaitMs, undefined, { ref: false })])
  return findPreview(dataDir, file.sha256)
}

/** Begins with what was just taken in. Nothing waits for it, and whatever comes of it the evidence stands. */
export function previewTaken(services: Services, file: PreviewedFile, bytes: Buffer, failed: readonly string[]): void {
  if (!isPreviewed(file)) return
  // The bytes may be overwritten once their request was answered, so they are read now or from the disk.
  const preview = file.isReport ? reportPreview(failed) : imageTypes.includes(file.type) ? null : textLines(bytes)
  void startPreview(services, file, () =>
    preview === null ? makePreview(services, file) : keepPreview(services.config.dataDir, file.sha256, preview),
  )
}

/** Makes a thumbnail that is gone; the preview may say that there is none after all. */
export async function remakePreview(services: Services, file: PreviewedFile): Promise<void> {
  if (isPreviewed(file)) await startPreview(services, file, () => makePreview(services, file))
}

function startPreview(services: Services, { sha256 }: PreviewedFile, make: () => Promise<void>): Promise<void> {
  const key = `${services.config.dataDir} ${sha256}`
  const begun = making.get(key)
  if (begun) return begun
  if (making.size >= mostAtOnce) return Promise.resolve()
  const made = make()
    .catch((error: unknown) => services.log.warn({ err: error, evidence: sha256 }, 'no preview could be made'))
    .finally(() => making.delete(key))
  making.set(key, made)
  return made
}

async function makePreview(services: Services, file: PreviewedFile): Promise<void> {
  const { dataDir } = services.config
  const { launch, sha256, type, isReport } = file
  if (imageTypes.includes(type)) {
    const made = await makeThumbnail({ path: evidencePath(dataDir, sha256), sha256 })
    if (made === null) return keepPreview(dataDir, sha256, { kind: 'none' })
    const { width, height, bytes } = made
    return keepPreview(dataDir, sha256, { kind: 'image', width, height }, Buffer.from(bytes))
  }
  const stored = await services.store.evidenceFile(launch, sha256)
  if (stored === null) return
  const bytes = await readEvidence(services, stored, 'damaged')
  if (!isReport) return keepPreview(dataDir, sha256, textLines(bytes))
  const reading = await readReport(bytes)
  await keepPreview(dataDir, sha256, reading.kind === 'report' ? reportPreview(reading.failed) : { kind: 'none' })
}
