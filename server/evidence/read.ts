import { createHash } from 'node:crypto'
import type { EvidenceFile } from '../../db/store.ts'
import { Problem } from '../http/problems.ts'
import type { Services } from '../services.ts'
import { isTransientError } from './transient-errors.ts'

/**
 * The stored bytes of a file, proved to be those that its entry names by their SHA-256. What is missing or is something else
 * is never sent: it is logged, and thrown as a Problem (500) with this sentence. A disk that cannot be read now is thrown as it is.
 */
export async function readEvidence(services: Services, file: EvidenceFile, sentence: string): Promise<Buffer> {
  const { sha256, size } = file
  try {
    const chunks: Buffer[] = []
    let length = 0
    for await (const chunk of services.evidence.read(sha256)) {
      const bytes = Buffer.from(chunk)
      length += bytes.length
      if (length > size) break
      chunks.push(bytes)
    }
    const all = Buffer.concat(chunks)
    if (length === size && createHash('sha256').update(all).digest('hex') === sha256) return all
    services.log.error({ evidence: sha256 }, 'stored file is damaged: its hash doesn’t match')
  } catch (error) {
    if (isTransientError(error)) throw error
    services.log.error({ err: error, evidence: sha256 }, 'stored file can’t be read')
  }
  throw new Problem('fault', { detail: sentence })
}
