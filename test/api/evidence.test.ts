import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createLaunch, openShop, type Shop, writesNothing } from '../support/shop.ts'

/** The evidence address: files, reports and numbers, what each leads to, and what is not taken. */

let shop: Shop
beforeAll(async () => {
  shop = await openShop()
  await createLaunch(shop, 'corner', 'pop-up')
  await shop.send('priya', 'corner', { type: 'launch.start' }).expect(200)
  await shop.put('ci', '/api/v1/launches/corner/candidate', { version: '101', commit: 'c0ffee1' }).expect(200)
})
afterAll(() => shop.close())

const address = (gate: string, item: string, candidate?: string) =>
  `/api/v1/launches/corner/gates/${gate}/items/${item}/evidence${candidate === undefined ? '' : `?candidate=${candidate}`}`
const itemOf = async (gate: string, item: string) => {
  const { body } = await shop.get('priya', '/api/v1/launches/corner').expect(200)
  const found = body.gates.find(({ id }: { id: string }) => id === gate)
  return found.items.find(({ id }: { id: string }) => id === item)
}
const post = (who: string, path: string, xml: string) =>
  shop.post(who, path).set('Content-Type', 'application/xml').send(xml)
const suite = (inside: string, attributes = '') => `<testsuite name="shop" ${attributes}>${inside}</testsuite>`
const passing = '<testcase name="pays"/><testcase name="refunds"/>'
const nothingWritten = <T>(act: () => Promise<T>) => writesNothing(shop, 'corner', act)

describe('a report', () => {
  const tests = address('tests', 'TFN-1', '101')

  test('a green one ticks, for the build that it is about, and is kept under its hash', async () => {
    const xml = `<?xml version="1.0"?><testsuites time="2.5">${suite(`${passing}<testcase name="later"><skipped/></testcase>`)}</testsuites>`
    const sha256 = createHash('sha256').update(xml).digest('hex')
    const { body } = await post('ci', tests, xml).expect(200)
    expect(body).toMatchObject({ ticked: true, accepted: true })
    expect(await itemOf('tests', 'TFN-1')).toMatchObject({
      state: 'ticked',
      ticked: {
        by: 'ci',
        service: true,
        candidate: '101',
        evidence: { kind: 'junit', passed: 2, failed: 0, skipped: 1, seconds: 2.5, sha256 },
      },
    })
    const file = await shop.get('priya', `/api/v1/launches/corner/evidence/${sha256}`).buffer(true).expect(200)
    expect(file.headers['content-disposition']).toMatch(/^attachment/)
    expect(file.headers['content-security-policy']).toBe("sandbox; default-src 'none'")
    expect(
      createHash('sha256')
        .update(file.body.length ? file.body : file.text)
        .digest('hex'),
    ).toBe(sha256)
  })

  test('the same one again changes nothing and says so', async () => {
    await nothingWritten(async () => {
      const xml = `<?xml version="1.0"?><testsuites time="2.5">${suite(`${passing}<testcase name="later"><skipped/></testcase>`)}</testsuites>`
      const { body } = await post('ci', tests, xml).expect(200)
      expect(body).toMatchObject({ ticked: true, entries: [] })
    })
  })

  test.each([
    ['a failed case', suite(`${passing}<testcase name="x"><failure/></testcase>`)],
    ['an error', suite(`${passing}<testcase name="x"><error/></testcase>`)],
    ['counts that say so, while no case does', suite(passing, 'tests="3" failures="1"')],
    ['counts of a whole that say so', `<testsuites errors="1">${suite(passing)}</testsuites>`],
    ['counts that cannot be read', suite(passing, 'failures="many"')],
    ['a failed case in an inner suite', suite(suite('<testcase name="x"><failure/></testcase>') + passing)],
    ['no test at all', '<testsuites/>'],
    ['no executed test', suite('', 'tests="3"')],
    ['only skipped ones', suite('<testcase name="x"><skipped/></testcase>')],
  ])('%s is red: it does not tick, and takes the tick away', async (what, xml) => {
    await post('ci', tests, suite(passing, `name2="${what.length}"`)).expect(200)
    const { body } = await post('ci', tests, xml).expect(200)
    expect(body).toMatchObject({ ticked: false, entries: [{ action: 'gate.failCheck' }] })
    expect(await itemOf('tests', 'TFN-1')).toMatchObject({
      state: 'stale',
      stale: { causes: ['report'] },
      failed: { by: 'ci', service: true },
    })
  })

  test.each([
    ['not XML', 'all green'],
    ['not well-formed', '<testsuite><testcase></testsuite>'],
    ['another document', '<html><body>passed</body></html>'],
    ['a document type, whose entities could hide anything', `<!DOCTYPE x [<!ENTITY a "b">]>${suite(passing)}`],
    ['nothing', ''],
  ])('%s is no report', async (_, xml) => {
    await nothingWritten(() => post('ci', tests, xml).expect(422))
  })

  test('another build, or none said', async () => {
    await nothingWritten(async () => {
      const other = await post('ci', address('tests', 'TFN-1', '100'), suite(passing)).expect(409)
      expect(other.body.reason.code).toBe('candidate-other')
      const unsaid = await post('ci', address('tests', 'TFN-1'), suite(passing)).expect(409)
      expect(unsaid.body.reason.code).toBe('candidate-missing')
    })
  })

  test('who may: the owner of the item and services; nobody else', async () => {
    await nothingWritten(() => post('joon', tests, suite(passing)).expect(403))
    await nothingWritten(() => post('omar', tests, suite(passing)).expect(403))
    await post('sam', tests, suite(passing, 'hostname="sam"')).expect(200)
  })
})

describe('a number', () => {
  test('within bounds it ticks, out of bounds it is a failed check', async () => {
    const stock = address('stock', 'INV-1')
    expect((await shop.post('ci', stock, { value: 99 }).expect(200)).body).toMatchObject({ ticked: true })
    expect((await shop.post('ci', stock, { value: 3 }).expect(200)).body).toMatchObject({ ticked: false })
    expect(await itemOf('stock', 'INV-1')).toMatchObject({
      state: 'stale',
      failed: { evidence: { kind: 'number', value: 3 } },
    })
    expect((await shop.post('joon', stock, { value: 98.5 }).expect(200)).body).toMatchObject({ ticked: true })
    expect(await itemOf('stock', 'INV-1')).toMatchObject({
      state: 'ticked',
      stale: null,
      failed: null,
      ticked: { by: 'joon' },
    })
  })
  test('what is no number, or more than one', async () => {
    await nothingWritten(() => shop.post('ci', address('stock', 'INV-1'), { value: '99' }).expect(422))
    await nothingWritten(() => shop.post('ci', address('stock', 'INV-1'), { value: 99, sure: true }).expect(422))
    await nothingWritten(() => shop.post('ci', address('stock', 'INV-1'), {}).expect(422))
  })
  test('a service brings no note, no link and no tick', async () => {
    const refused = await shop.post('ci', address('stock', 'INV-2'), { value: 1 }).expect(403)
    expect(refused.body.reason.code).toBe('not-your-role')
  })
  test('where another kind is asked for', async () => {
    const refused = await shop.post('tom', address('stock', 'INV-2'), { value: 1 }).expect(409)
    expect(refused.body.reason.code).toBe('evidence-wrong-kind')
  })
})

describe('a file', () => {
  const photos = address('pages', 'CON-2')
  const attach = (who: string, name: string, bytes: Buffer) => shop.post(who, photos).attach('file', bytes, name)

  test('is taken by what its bytes are, kept, and named as it was', async () => {
    const { body } = await attach('chloe', '사진 1.txt', Buffer.from('looked at by hand')).expect(200)
    expect(body).toMatchObject({ ticked: true })
    expect(await itemOf('pages', 'CON-2')).toMatchObject({
      ticked: { evidence: { kind: 'file', name: '사진 1.txt', type: 'text/plain', size: 17 } },
    })
  })
  test.each([
    ['a PDF', 'a.pdf', '%PDF-1.7 x', 200],
    ['a PNG', 'a.png', '\x89PNG\r\n\x1a\n....', 200],
    ['a photo from a phone', 'a.HEIC', '\0\0\0\x18ftypheic....', 200],
    ['a sheet', 'a.xlsx', 'PK\x03\x04....', 200],
    ['a picture that is none', 'a.png', 'hello', 422],
    ['a picture that says it is text', 'a.txt', '\x89PNG\r\n\x1a\n....', 422],
    ['a program', 'a.exe', 'MZ\0\0\0\0', 422],
    ['text with NUL', 'a.txt', 'a\0b', 422],
    ['nothing', 'a.txt', '', 422],
  ])('%s', async (_, name, bytes, status) => {
    const before = await shop.version('corner')
    await attach('chloe', name, Buffer.from(bytes, 'latin1')).expect(status)
    expect(await shop.version('corner')).toBe(status === 200 ? before + 1 : before)
  })
  test('413 beyond 10 MB', async () => {
    await nothingWritten(() => attach('chloe', 'a.txt', Buffer.alloc(10 * 1024 * 1024 + 1, 'a')).expect(413))
  })
  test('a file of one launch is not to be had through another, nor without a token', async () => {
    const bytes = Buffer.from('looked at by hand')
    const sha256 = createHash('sha256').update(bytes).digest('hex')
    await shop.get('priya', `/api/v1/launches/corner/evidence/${sha256}`).expect(200)
    await createLaunch(shop, 'elsewhere')
    await shop.get('priya', `/api/v1/launches/elsewhere/evidence/${sha256}`).expect(404)
    await shop.get(null, `/api/v1/launches/corner/evidence/${sha256}`).expect(401)
  })
})
