import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Preview } from '../../../server/evidence/previews/preview.ts'
import { findPreview, keepPreview } from '../../../server/evidence/previews/preview-folder.ts'
import { hasFailedLately, noteFailure } from '../../../server/evidence/previews/recent-failures.ts'
import { sweepOrphanedPreviews, sweepPreviewDrafts } from '../../../server/evidence/previews/sweep-previews.ts'

/** Previews stand beside the evidence, and never for longer. */

let dataDir = ''
const sha256 = 'a'.repeat(64)
const gone = 'b'.repeat(64)
const text: Preview = { kind: 'text', lines: ['one'], more: false }
const report: Preview = { kind: 'report', failed: ['pays'], whole: true }
const folder = () => join(dataDir, 'previews', '2')

beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'launchgate-test-'))
  mkdirSync(join(dataDir, 'evidence'))
  writeFileSync(join(dataDir, 'evidence', sha256), 'one')
})
afterEach(() => rmSync(dataDir, { recursive: true }))

test('a file has a preview for each way of looking at it', async () => {
  await keepPreview(dataDir, { sha256, kind: 'text' }, text)
  await keepPreview(dataDir, { sha256, kind: 'report' }, report)
  expect(await findPreview(dataDir, { sha256, kind: 'text' })).toEqual(text)
  expect(await findPreview(dataDir, { sha256, kind: 'report' })).toEqual(report)
  expect(await findPreview(dataDir, { sha256, kind: 'image' })).toBeNull()
})

test('a preview is not used without its file', async () => {
  await keepPreview(dataDir, { sha256, kind: 'text' }, text)
  rmSync(join(dataDir, 'evidence', sha256))
  expect(await findPreview(dataDir, { sha256, kind: 'text' })).toBeNull()
})

describe('a start', () => {
  test('removes drafts and previews of another version, and leaves the others', async () => {
    await keepPreview(dataDir, { sha256, kind: 'text' }, text)
    mkdirSync(join(dataDir, 'previews', '1'))
    for (const draft of ['1/old.json', 'drafts/half']) writeFileSync(join(dataDir, 'previews', draft), 'half')
    await sweepPreviewDrafts(dataDir)
    expect(readdirSync(join(dataDir, 'previews'))).toEqual(['2'])
    await keepPreview(dataDir, { sha256, kind: 'report' }, report)
    expect(readdirSync(folder())).toHaveLength(2)
  })

  test('removes previews of files that are gone, and leaves the others', async () => {
    await keepPreview(dataDir, { sha256, kind: 'text' }, text)
    await keepPreview(
      dataDir,
      { sha256: gone, kind: 'image' },
      { kind: 'image', width: 1, height: 1 },
      Buffer.from('p'),
    )
    expect(await sweepOrphanedPreviews(dataDir)).toBe(2)
    expect(readdirSync(folder())).toEqual([`${sha256}.text.json`])
  })

  test('without previews removes nothing', async () => {
    await sweepPreviewDrafts(dataDir)
    expect(await sweepOrphanedPreviews(dataDir)).toBe(0)
  })
})

test('a failure is remembered for five minutes, of the last thousand', () => {
  noteFailure('first', 0)
  expect([hasFailedLately('first', 299_999), hasFailedLately('second', 0)]).toEqual([true, false])
  expect(hasFailedLately('first', 300_000)).toBe(false)
  noteFailure('first', 0)
  for (let at = 0; at < 1000; at += 1) noteFailure(`later ${at}`, 0)
  expect([hasFailedLately('first', 1), hasFailedLately('later 0', 1)]).toEqual([false, true])
})
