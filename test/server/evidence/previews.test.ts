import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { mostPixelsOf } from '../../../server/evidence/previews/most-pixels.ts'
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

  test('is not made of a bomb, of a broken picture, of HEIC and of SVG; the next one is', async () => {
    const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><script/></svg>')
    const bad = [bomb(8000), brokenImage(), heic(), svg].map(stored)
    const good = stored(bomb(400))
    const made = await Promise.all([...bad, good].map((task) => makeThumbnail(task)))
    expect(made.slice(0, -1)).toEqual([null, null, null, null])
    expect(made.at(-1)).toMatchObject({ width: 320, height: 320 })
  })

  test('of what is damaged or not there is not known; the next one is made', async () => {
    const changed = { ...stored(await screenshot()), sha256: '0'.repeat(64) }
    const gone = { path: join(folder, 'gone'), sha256: '0'.repeat(64) }
    const [damaged, missing, good] = await Promise.allSettled(
      [changed, gone, stored(bomb(400))].map((task) => makeThumbnail(task)),
    )
    expect(damaged).toMatchObject({ reason: { message: 'The stored file is damaged.' } })
    expect(missing).toMatchObject({ reason: { message: expect.stringContaining('ENOENT') } })
    expect(good).toMatchObject({ value: { width: 320 } })
  })

  test('that takes too long is given up and says how the process ended, and the next one is made', async () => {
    const task = stored(await screenshot())
    const [slow, next] = await Promise.allSettled([makeThumbnail(task, 0.001), makeThumbnail(task)])
    expect(slow).toMatchObject({ reason: { message: expect.stringContaining('code null, signal SIGKILL') } })
    expect(next).toMatchObject({ value: { width: 480 } })
  })

  test.each([
    ['a JPEG that is decoded line by line', { format: 'jpeg', isProgressive: false, depth: 'uchar' }, 64],
    ['a progressive JPEG', { format: 'jpeg', isProgressive: true, depth: 'uchar' }, 25],
    ['a PNG', { format: 'png', isProgressive: true, depth: 'uchar' }, 25],
    ['a PNG of 16 bits', { format: 'png', isProgressive: false, depth: 'ushort' }, 12.5],
    ['what says nothing of itself', {}, 12.5],
  ])('of %s is made up to so many million pixels', (_, format, millions) => {
    expect(mostPixelsOf(format)).toBe(millions * 1_000_000)
  })

  test('knows from the file itself whether it is progressive, or of 16 bits', async () => {
    const large = (isProgressive: boolean) =>
      sharp({ create: { width: 5100, height: 5000, channels: 3, background: '#306090' } })
        .jpeg({ progressive: isProgressive })
        .toBuffer()
    const tasks = [await large(false), await large(true), bomb(3600), bomb(3600, 16)].map(stored)
    const made = await Promise.all(tasks.map((task) => makeThumbnail(task)))
    expect(made.map((each) => each !== null)).toEqual([true, false, true, false])
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
  const whole = (...names: string[]) => ({ names, whole: true })
  const notWhole = (...names: string[]) => ({ names, whole: false })

  test('are those of the cases that count as failed, with the class where the name lacks it', async () => {
    const xml = [
      '<testcase name="passes"/>',
      failing('pays', 'Checkout'),
      failing('Checkout refunds', 'Checkout'),
      '<testcase name="todo"><skipped type="todo"/><failure/></testcase>',
      '<testcase name="by status" status="failed"/>',
      failing('pays', 'Checkout'),
    ].join('')
    expect(await namesIn(xml)).toEqual(whole('Checkout › pays', 'Checkout refunds', 'by status'))
  })

  test('are a hundred at most, each once: then they are all', async () => {
    const hundred = Array.from({ length: 100 }, (_, at) => failing(`t${at}`)).join('')
    expect(await namesIn(hundred + hundred)).toMatchObject({ names: { length: 100 }, whole: true })
    expect(await namesIn(`${hundred}${failing('one more')}`)).toMatchObject({ names: { length: 100 }, whole: false })
  })

  test.each([
    ['a failure has no name', failing(' ')],
    ['a failure has no test', '<testsuite><error/></testsuite>'],
    ['a suite counts more failures than it lists', '<testsuite failures="5"/>'],
    ['the document ends early', '<testsuite><testcase name="refund"><failure/>'],
    ['the document has an error', '<testcase name=refund/>'],
  ])('are not known to be all where %s', async (_, xml) => {
    expect(await namesIn(`${failing('pays')}${xml}`)).toMatchObject({
      names: expect.arrayContaining(['pays']),
      whole: false,
    })
  })

  test('that are longer than what is kept of them may be of several tests', async () => {
    const start = 'x'.repeat(300)
    expect(await namesIn(failing(start))).toEqual(whole(start))
    expect(await namesIn(failing(`${start}1`) + failing(`${start}2`))).toEqual(notWhole(start))
  })

  test('are shown cut, each once, and without what steers', () => {
    const shown = (...names: string[]) => reportPreview(whole(...names))
    expect(shown('a\u202eb', 'ab')).toEqual({ kind: 'report', failed: ['ab'], whole: true })
    expect(shown('ab', '\u202e')).toEqual({ kind: 'report', failed: ['ab'], whole: false })
    expect(shown('x'.repeat(161))).toEqual({ kind: 'report', failed: [`${'x'.repeat(159)}…`], whole: false })
    expect(reportPreview(notWhole('ab'))).toMatchObject({ whole: false })
  })
})
