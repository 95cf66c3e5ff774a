import { readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import sharp from 'sharp'
import type supertest from 'supertest'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { bomb, brokenImage, cameraPhoto, heic } from '../support/images.ts'
import { createLaunch, openShop, type Shop, startPopup } from '../support/shop.ts'
import { textOf } from './read.ts'
import { type Visitor, visitor } from './visitor.ts'

/** Chloe gives files to `pages` and Sam reports to `tests`: what is seen of them without opening them. */

let shop: Shop
let chloe: Visitor
let sam: Visitor
const gate = (id: string) => `/launches/fair/gates/${id}`

beforeAll(async () => {
  shop = await openShop({ LAUNCHGATE_DEMO: '1' })
  await startPopup(shop, 'fair')
  chloe = await visitor(shop, 'chloe')
  sam = await visitor(shop, 'sam')
})
afterAll(() => shop.close())

/** The item as its page shows it after Chloe gave it this file, and no other. */
async function given(name: string, body: Buffer | string): Promise<string> {
  const page = await chloe.get(gate('pages'))
  if (page.text.includes('f-gate-untick-CON-2')) await chloe.send(page, 'f-gate-untick-CON-2').expect(303)
  await chloe.attach(await chloe.get(gate('pages')), 'f-gate-tick-CON-2', { name, body }).expect(303)
  return itemOf((await chloe.get(gate('pages')).expect(200)).text, 'CON-2')
}
const itemOf = (html: string, item: string) =>
  html.split(/(?=<li id="item-)|<\/section>|<\/details>/).find((part) => part.includes(`id="item-${item}"`)) ?? ''
const thumbnailIn = (html: string) => /<img src="([^"]+)" width="(\d+)" height="(\d+)" alt="([^"]+)"/.exec(html)
const hashIn = (address: string) => /[0-9a-f]{64}/.exec(address)?.[0] ?? ''
const inDataDir = (...names: string[]) => join(shop.services.config.dataDir, ...names)
/** Where the preview of the file with this address lies. */
const previewFile = (address: string, end: string) => inDataDir('previews', '2', `${hashIn(address)}.${end}`)
const bytesOf = (request: supertest.Test) =>
  request.buffer(true).parse((res, done) => {
    const parts: Buffer[] = []
    res.on('data', (part: Buffer) => parts.push(part))
    res.on('end', () => done(null, Buffer.concat(parts)))
  })

describe('a picture', () => {
  test('is shown small and upright, for whoever may have the file, as pixels alone', async () => {
    const [, src = '', width, height, alt] = thumbnailIn(await given('shelf.jpg', await cameraPhoto())) ?? []
    expect([width, height, alt]).toEqual(['40', '60', 'Preview of shelf.jpg'])
    const answer = await bytesOf(chloe.get(src)).expect(200)
    expect(answer.headers).toMatchObject({
      'content-type': 'image/webp',
      'content-disposition': 'inline; filename="thumbnail.webp"',
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none'; sandbox",
      'cache-control': 'no-store',
    })
    expect((await sharp(answer.body).metadata()).exif).toBeUndefined()
    expect(answer.body.includes('Secret place')).toBe(false)
    // As the file itself: whoever is signed in may have it, of this launch alone.
    await (await visitor(shop, null)).get(src).expect(303)
    await createLaunch(shop, 'other', 'pop-up')
    await chloe.get(src.replace('/fair/', '/other/')).expect(404)
    await chloe.get(src.replace(/[0-9a-f]{64}/, '0'.repeat(64))).expect(404)
  })

  test('is a link to the download, under a name of its own', async () => {
    const item = await given('link.png', bomb(300))
    expect(item).toMatch(/<a class="thumb" href="[^"]+" download aria-label="Download link.png">/)
  })

  test('whose thumbnail is gone gets it again, and whose preview is gone with the next page', async () => {
    const [, src = ''] = thumbnailIn(await given('again.png', bomb(200))) ?? []
    rmSync(previewFile(src, 'image.webp'))
    await chloe.get(src).expect(200)
    rmSync(inDataDir('previews'), { recursive: true })
    await chloe.get(src).expect(404)
    expect(thumbnailIn((await chloe.get(gate('pages'))).text)?.[1]).toBe(src)
    await chloe.get(src).expect(200)
  })

  test('that is gone itself is shown no more', async () => {
    const [, src = ''] = thumbnailIn(await given('gone.png', bomb(210))) ?? []
    rmSync(inDataDir('evidence', hashIn(src)))
    await chloe.get(src).expect(404)
    expect(thumbnailIn(itemOf((await chloe.get(gate('pages'))).text, 'CON-2'))).toBeNull()
  })

  test('that cannot be read is left in peace for five minutes, and nothing is kept of the failure', async () => {
    const picture = bomb(220)
    const [, src = ''] = thumbnailIn(await given('damaged.png', picture)) ?? []
    const stored = inDataDir('evidence', hashIn(src))
    const page = async () => thumbnailIn(itemOf((await chloe.get(gate('pages'))).text, 'CON-2'))
    rmSync(inDataDir('previews'), { recursive: true })
    writeFileSync(stored, 'something else')
    expect(await page()).toBeNull()
    expect(() => statSync(previewFile(src, 'image.json'))).toThrow('ENOENT')
    writeFileSync(stored, picture)
    expect(await page()).toBeNull()
    shop.now += 5 * 60_000
    expect(await page()).not.toBeNull()
  })

  test.each([
    ['that would be too large', 'bomb.png', bomb(8000)],
    ['that is broken', 'broken.png', brokenImage()],
    ['that no browser shows', 'phone.heic', heic()],
  ])('%s is taken all the same, as a link', async (_, name, body) => {
    const item = await given(name, body)
    expect(thumbnailIn(item)).toBeNull()
    expect(textOf(item)).toContain(`${name} `)
    expect(textOf(item)).toContain('Chloe Martin now')
    const [, href = ''] = /href="([^"]+\/evidence\/[0-9a-f]{64})"/.exec(item) ?? []
    expect((await bytesOf(chloe.get(href)).expect(200)).body.equals(body)).toBe(true)
    const kept = () => statSync(previewFile(href, 'image.json'), { throwIfNoEntry: false })?.ino
    const none = kept()
    await chloe.get(`${href}/thumbnail`).expect(404)
    await chloe.get(gate('pages')).expect(200)
    expect(kept(), 'it was not tried again').toBe(none)
  })
})

describe('a text', () => {
  test('shows its first lines, escaped', async () => {
    const rows = Array.from({ length: 20 }, (_, at) => `A-${at},<b>${at}</b>`).join('\n')
    const item = await given('stock.csv', `sku,count\n${rows}\n`)
    expect(textOf(item)).toContain(
      'First lines of stock.csv sku,count A-0,<b>0</b> A-1,<b>1</b> A-2,<b>2</b> A-3,<b>3</b> A-4,<b>4</b> Continues',
    )
    expect(item).not.toContain('<b>0</b>')
    expect(textOf(item)).not.toContain('A-5')
  })

  test('that is a drawing stays a text', async () => {
    const item = await given('drawing.svg', '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>')
    expect(textOf(item)).toContain('<script>alert(1)</script>')
    expect(item).not.toMatch(/<script|<svg xmlns|<img/)
  })
})

describe('a report', () => {
  const called = (name: string, failed = false) => `<testcase name="${name}">${failed ? '<failure/>' : ''}</testcase>`
  const report = (...cases: string[]) => `<testsuite>${cases.join('')}</testsuite>`
  async function handed(xml: string): Promise<string> {
    await sam.attach(await sam.get(gate('tests')), 'f-gate-tick-TFN-1', { name: 'r.xml', body: xml }).expect(303)
    return itemOf((await sam.get(gate('tests')).expect(200)).text, 'TFN-1')
  }
  /** What is said of names, by its label: of the check that failed, else of the tick. */
  const listsIn = (item: string) =>
    Object.fromEntries(
      item
        .replace(/<\/dl>.*/s, '')
        .split('<dt>')
        .slice(1)
        .map((part) => [part.split('<')[0], [...part.matchAll(/<dd.*?<\/dd>/g)].map(([dd]) => textOf(dd))]),
    )

  test('names what failed, five of them, and how many more', async () => {
    const names = Array.from({ length: 7 }, (_, at) => `pays ${at}`)
    const item = await handed(report(called('a &lt;b&gt;\u202e', true), ...names.map((name) => called(name, true))))
    expect(listsIn(item)).toEqual({ Failed: ['a <b>', 'pays 0', 'pays 1', 'pays 2', 'pays 3', '3 more'] })
    expect(textOf(item)).not.toContain('last report')
  })

  test('after another one says what is new, what no longer fails, and how many tests there are more', async () => {
    const item = await handed(report(called('pays 0', true), called('pays 9', true), ...Array(9).fill(called('fine'))))
    expect(listsIn(item)).toEqual({
      'Newly failing': ['pays 9'],
      'Still failing': ['pays 0'],
      'No longer failing': ['a <b>', 'pays 1', 'pays 2', 'pays 3', 'pays 4', '2 more'],
    })
    expect(textOf(item)).toContain('3 more tests than in the last report')
  })

  test('that is green says what no longer fails; the same once more says nothing new', async () => {
    const green = report(called('pays 0'), called('pays 9'))
    const item = await handed(green)
    expect(listsIn(item)).toEqual({ 'No longer failing': ['pays 0', 'pays 9'] })
    expect(textOf(item)).toContain('9 fewer tests than in the last report')
  })

  test('with a name like a sentence of the page has it as a quotation', async () => {
    const item = await handed(report(called('a”. No longer failing: “refund', true)))
    expect(item).toContain('<dd><q dir="auto">a”. No longer failing: “refund</q></dd>')
  })

  test('says that a test no longer fails only where the names of all that fail are known', async () => {
    const refund = called('refund', true)
    const hundred = Array.from({ length: 100 }, (_, at) => called(`pays ${at}`, true))
    await handed(report(refund, called('other', true)))
    expect(listsIn(await handed(report(...hundred, refund)))).toEqual({
      Failed: ['pays 0', 'pays 1', 'pays 2', 'pays 3', 'pays 4', '96 more'],
    })
    await handed(report(refund, called('another', true)))
    expect(listsIn(await handed(report(...Array<string>(150).fill(called('pays', true)), refund)))).toEqual({
      'Newly failing': ['pays'],
      'Still failing': ['refund'],
      'No longer failing': ['another'],
    })
  })

  test('has no thumbnail, and asking for one changes nothing of what is shown', async () => {
    const item = await handed(report(called('stays', true)))
    const [, href = ''] = /href="([^"]+\/evidence\/[0-9a-f]{64})"/.exec(item) ?? []
    const kept = () => readFileSync(previewFile(href, 'report.json'), 'utf8')
    const before = kept()
    await sam.get(`${href}/thumbnail`).expect(404)
    expect(kept()).toBe(before)
    expect(listsIn(itemOf((await sam.get(gate('tests'))).text, 'TFN-1'))).toMatchObject({ 'Newly failing': ['stays'] })
  })

  test('that was given as a file too is shown as both', async () => {
    const xml = report(called('both', true))
    expect(textOf(await given('both.xml', xml))).toContain('First lines of both.xml <testsuite>')
    expect(listsIn(await handed(xml))).toEqual({ 'Newly failing': ['both'], 'No longer failing': ['stays'] })
    expect(textOf(itemOf((await chloe.get(gate('pages'))).text, 'CON-2'))).toContain(
      'First lines of both.xml <testsuite>',
    )
    const [name = ''] = readdirSync(inDataDir('previews', '2')).filter((each) => each.endsWith('.report.json'))
    expect(name).toMatch(/^[0-9a-f]{64}\.report\.json$/)
  })
})

test('of a file whose name was deleted with its person nothing is shown but the link', async () => {
  const item = await given('chloe.txt', 'Chloe’s notes')
  expect(textOf(item)).toContain('Chloe’s notes')
  const ada = await visitor(shop, 'ada')
  await ada.send(await ada.get('/admin/people/chloe/deactivate'), 'f-deactivate').expect(303)
  await ada.send(await ada.get('/admin/people/chloe/erase'), 'f-erase').expect(303)
  const left = itemOf((await sam.get(gate('pages')).expect(200)).text, 'CON-2')
  expect(textOf(left)).toContain('deleted 1 KB')
  expect(left).not.toContain('Chloe’s notes')
  expect(left).not.toContain('First lines')
})
