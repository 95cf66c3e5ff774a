import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { reportPreview } from '../../../server/evidence/previews/report-preview.ts'
import { textLines } from '../../../server/evidence/previews/text-lines.ts'
import { makeThumbnail } from '../../../server/evidence/previews/thumbnail.ts'
import { readReport } from '../../../server/evidence/read-report.ts'
import { bomb, brokenImage, cameraPhoto, heic, screenshot } from '../../support/images.ts'

/** What is derived of a file for pages: small, harmless, and nothing at all where that cannot be. */

let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'launchgate-test-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

function stored(bytes: Buffer) {
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  const path = join(folder, sha256)
  writeFileSync(path, bytes)
  return { path, sha256 }
}

describe('a thumbnail', () => {
  test('is turned upright, and has nothing of the metadata', async () => {
    const photo = await cameraPhoto()
    expect((await sharp(photo).metadata()).exif?.toString('latin1')).toContain('Secret place')
    const made = await makeThumbnail(stored(photo))
    expect(made).toMatchObject({ width: 40, height: 60 })
    const { format, exif, orientation } = await sharp(made?.bytes).metadata()
    expect({ format, exif, orientation }).toEqual({ format: 'webp', exif: undefined, orientation: undefined })
  })

  test('of a large picture is small', async () => {
    expect(await makeThumbnail(stored(await screenshot()))).toMatchObject({ width: 480, height: 320 })
  })

  test('is not made of a bomb, of a broken picture, of HEIC, of SVG and of what is not there; the next one is', async () => {
    const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><script/></svg>')
    const bad = [bomb(8000), brokenImage(), heic(), svg].map(stored)
    const changed = { ...stored(await screenshot()), sha256: '0'.repeat(64) }
    const gone = { path: join(folder, 'gone'), sha256: '0'.repeat(64) }
    const good = stored(bomb(400))
    const made = await Promise.all([...bad, changed, gone, good].map((task) => makeThumbnail(task)))
    expect(made.slice(0, -1)).toEqual([null, null, null, null, null, null])
    expect(made.at(-1)).toMatchObject({ width: 320, height: 320 })
  })

  test('that takes too long is given up, and the next one is made', async () => {
    const task = stored(await screenshot())
    const [slow, next] = await Promise.all([makeThumbnail(task, 0.001), makeThumbnail(task)])
    expect(slow).toBeNull()
    expect(next).toMatchObject({ width: 480 })
  })
})

describe('the first lines of a text', () => {
  const lines = (text: string) => textLines(Buffer.from(text))

  test('are whole where it is short', () => {
    expect(lines('\ufeffsku,stock\r\nA-1,5\n\n')).toEqual({ kind: 'text', lines: ['sku,stock', 'A-1,5'], more: false })
  })

  test('are six, of 160 characters, and say that there are more', () => {
    const text = Array.from({ length: 9 }, (_, at) => `${at}${'한'.repeat(200)}`).join('\n')
    const preview = lines(text)
    expect(preview).toMatchObject({ more: true })
    expect(preview.kind === 'text' && preview.lines.map((line) => [...line].length)).toEqual(Array(6).fill(160))
  })

  test('are read of the beginning alone, and no character is cut in two', () => {
    const preview = lines('𝒳'.repeat(100_000))
    expect(preview).toMatchObject({ more: true, lines: [expect.not.stringContaining('\ufffd')] })
  })

  test('keep nothing that steers', () => {
    expect(lines('a\u0000\u001b[31mb\u202egnp.exe\u2066')).toMatchObject({ lines: ['a[31mbgnp.exe'] })
  })

  test('of an empty text are none', () => {
    expect(lines('\n\n')).toEqual({ kind: 'text', lines: [], more: false })
  })
})

describe('the names of failed tests', () => {
  const failing = (name: string, within = '') =>
    `<testcase name="${name}"${within && ` classname="${within}"`}><failure/></testcase>`
  const namesIn = async (xml: string) => (await readReport(Buffer.from(`<testsuites>${xml}</testsuites>`))).failed

  test('are those of the cases that count as failed, with the class where the name lacks it', async () => {
    const xml = [
      '<testcase name="passes"/>',
      failing('pays', 'Checkout'),
      failing('Checkout refunds', 'Checkout'),
      '<testcase name="todo"><skipped type="todo"/><failure/></testcase>',
      '<testcase name="by status" status="failed"/>',
      '<testcase><failure/></testcase>',
    ].join('')
    expect(await namesIn(xml)).toEqual(['Checkout › pays', 'Checkout refunds', 'by status'])
  })

  test('are a hundred at most, however many failed', async () => {
    const failed = await namesIn(Array.from({ length: 500 }, (_, at) => failing(`t${at}`)).join(''))
    expect(failed).toHaveLength(100)
  })

  test('are cut, each once, and without what steers', () => {
    expect(reportPreview(['a\u202eb', 'ab', '  ', 'x'.repeat(300)])).toEqual({
      kind: 'report',
      failed: ['ab', `${'x'.repeat(159)}…`],
    })
  })
})
