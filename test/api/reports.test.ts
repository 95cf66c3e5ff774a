import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Listening, listening } from '../support/halfway.ts'
import { createLaunch, openShop, type Shop, writesNothing } from '../support/shop.ts'

/** What a test report does to a launch that is go, and what is refused before it is read. */

let shop: Shop
let listens: Listening
const slug = 'corner'
beforeAll(async () => {
  shop = await openShop()
  listens = await listening(shop)
  await createLaunch(shop, slug, 'pop-up')
  await shop.send('priya', slug, { type: 'launch.start' }).expect(200)
  await shop.put('ci', `/api/v1/launches/${slug}/candidate`, { version: '101' }).expect(200)
})
afterAll(async () => {
  await listens.close()
  await shop.close()
})

const path = (gate: string, item: string, build?: string) =>
  `/api/v1/launches/${slug}/gates/${gate}/items/${item}/evidence${build === undefined ? '' : `?candidate=${build}`}`
const tests = path('tests', 'TFN-1', '101')
const post = (who: string, to: string, xml: string | Buffer) =>
  shop.post(who, to).set('Content-Type', 'application/xml').send(xml)
const nothingWritten = <T>(act: () => Promise<T>) => writesNothing(shop, slug, act)
const suite = (inside: string) => `<testsuite name="shop">${inside}</testsuite>`
const green = suite('<testcase name="pays"/>')
const red = suite('<testcase name="pays"><failure/></testcase>')
const launch = async () => (await shop.get('priya', `/api/v1/launches/${slug}`).expect(200)).body
const gateNow = async (id: string) => (await launch()).gates.find((each: { id: string }) => each.id === id)
const itemNow = async (id: string) => (await gateNow('tests')).items.find((each: { id: string }) => each.id === id)

const does = (who: string, command: object) => shop.send(who, slug, command).expect(200)
const version = async (gate: string): Promise<number> => (await gateNow(gate)).version

/** Joon's gate, which Sam's needs, and the items of Sam's that no report is about. */
async function prepare() {
  for (const [who, gate, item, value] of [
    ['joon', 'stock', 'INV-1', 99],
    ['joon', 'stock', 'INV-3', 10],
    ['sam', 'tests', 'TFN-3', 0],
  ] as const)
    await shop.post(who, path(gate, item), { value }).expect(200)
  await does('tom', { type: 'gate.tick', gate: 'stock', item: 'INV-2', evidence: { kind: 'note', text: 'Counted' } })
  await does('joon', { type: 'gate.submit', gate: 'stock', ifVersion: await version('stock') })
  for (const { role } of (await gateNow('stock')).signers) {
    const who = role === 'logistics-manager' ? 'wei' : 'marta'
    await does(who, { type: 'gate.signOff', gate: 'stock', as: role, ifVersion: await version('stock') })
  }
  await does('sam', { type: 'gate.tick', gate: 'tests', item: 'TFN-2', evidence: { kind: 'note', text: 'Walked' } })
}

/** A green report, sent and signed. */
async function completeTests() {
  await post('ci', tests, green).expect(200)
  await does('sam', { type: 'gate.submit', gate: 'tests', ifVersion: await version('tests') })
  await does('priya', { type: 'gate.signOff', gate: 'tests', as: 'ecommerce-sme', ifVersion: await version('tests') })
  expect(await gateNow('tests')).toMatchObject({ state: 'cleared.completed' })
}

describe('a red report', () => {
  beforeAll(prepare)

  test.each<[string, string | Buffer]>([
    ['that quotes a web page', suite('<testcase><failure><![CDATA[<!DOCTYPE html>]]></failure></testcase>')],
    ['with a prefix', suite('<testcase><t:failure/></testcase>')],
    ['with a terminal’s escapes and a NUL', suite('<testcase name="\u001b[31m\0"><failure/></testcase>')],
    ['in UTF-16', Buffer.from(`\ufeff${red}`, 'utf16le')],
    ['that was cut off', red.slice(0, -5)],
  ])('opens a completed gate again: %s', async (_, xml) => {
    await completeTests()
    const { body } = await post('ci', tests, xml).expect(200)
    expect(body).toMatchObject({ ticked: false, entries: [{ action: 'gate.failCheck' }] })
    expect(await gateNow('tests')).toMatchObject({ state: 'open.inProgress' })
    expect(await itemNow('TFN-1')).toMatchObject({ state: 'stale', failed: { by: 'ci' } })
  })

  test('is a failed check of a stale item and of a blocked gate, too', async () => {
    expect(await itemNow('TFN-1')).toMatchObject({ state: 'stale' })
    expect((await post('ci', tests, `${red}\n`).expect(200)).body).toMatchObject({ ticked: false })
    await shop.send('sam', slug, { type: 'gate.block', gate: 'tests', reason: 'The shop is down' }).expect(200)
    expect((await post('ci', tests, `${red}\n\n`).expect(200)).body).toMatchObject({ ticked: false })
    await shop.send('sam', slug, { type: 'gate.unblock', gate: 'tests' }).expect(200)
  })
})

describe('a report that can’t be read', () => {
  test('is refused with the reason, and a ticked item says that its earlier result still counts', async () => {
    await post('ci', tests, suite('<testcase name="flaky"><flakyFailure/></testcase>')).expect(200)
    expect(await itemNow('TFN-1')).toMatchObject({ ticked: { evidence: { passed: 1, flaky: 1 } } })
    await nothingWritten(async () => {
      const { body } = await post('ci', tests, '<testsuite>\n<testcase></testsuite>').expect(422)
      expect(body).toMatchObject({
        code: 'invalid',
        reason: { code: 'report-not-xml', params: { line: 2, column: 22 } },
        detail:
          'The report isn’t well-formed XML (line 2, column 22). Run the tests again. The earlier result still counts.',
      })
      const other = await post('ci', tests, '<html/>').expect(422)
      expect(other.body.detail).toMatch(/^This isn’t a JUnit report: .*html.* The earlier result still counts\.$/)
      const encoding = await post('ci', tests, '<?xml version="1.0" encoding="x-none"?><testsuite/>').expect(422)
      expect(encoding.body.detail).toContain('can’t be decoded as x-none')
      const large = await post('ci', tests, 'x'.repeat(10 * 1024 * 1024 + 1)).expect(413)
      expect(large.body.detail).toContain('The earlier result still counts.')
    })
    await post('ci', tests, red).expect(200)
    await nothingWritten(async () => {
      const { body } = await post('ci', tests, '').expect(422)
      expect(body.detail).not.toContain('earlier result')
    })
  })

  test('a compressed one is read; one that only says that it is compressed is invalid', async () => {
    const gzip = (body: Buffer) => post('ci', tests, body).set('Content-Encoding', 'gzip')
    expect((await gzip(gzipSync(green)).expect(200)).body).toMatchObject({ ticked: true })
    await nothingWritten(async () => {
      await gzip(Buffer.from(green)).expect(422)
      await gzip(gzipSync(Buffer.alloc(10 * 1024 * 1024 + 1, 'a'))).expect(413)
      await post('ci', tests, green).set('Content-Encoding', 'x-unknown').expect(422)
    })
  })
})

describe('is refused without waiting for its body', () => {
  const half = async (who: string, to: string) =>
    listens.halfway(
      to,
      {
        Authorization: `Bearer ${await shop.token(who)}`,
        'Content-Type': 'application/xml',
        'Content-Length': '10000000',
      },
      '<testsuite>',
    ).answer
  test.each<[string, string, string, number, string]>([
    ['a report of a person without the role', 'joon', tests, 403, 'not-your-role'],
    ['a report of the auditor', 'omar', tests, 403, 'not-your-role'],
    ['a report about another build', 'ci', path('tests', 'TFN-1', '100'), 409, 'candidate-other'],
    ['a report that names no build', 'ci', path('tests', 'TFN-1'), 409, 'candidate-missing'],
    ['a report where a number is asked for', 'ci', path('tests', 'TFN-3'), 409, 'evidence-wrong-kind'],
  ])('%s', async (_, who, to, status, code) => {
    await nothingWritten(async () => {
      const answer = await half(who, to)
      expect([answer.status, JSON.parse(answer.text).reason.code]).toEqual([status, code])
    })
  })

  test('a report for a launch that was canceled, but not what was accepted before under the same key', async () => {
    const keyed = () => post('ci', tests, suite('<testcase name="last"/>')).set('Idempotency-Key', 'last')
    const first = await keyed().expect(200)
    await shop.send('priya', slug, { type: 'launch.cancel', reason: 'Not this year' }).expect(200)
    await nothingWritten(async () => {
      const answer = await half('ci', tests)
      expect([answer.status, JSON.parse(answer.text).reason.code]).toEqual([409, 'wrong-launch-state'])
      expect((await keyed().expect(200)).body).toEqual(first.body)
    })
  })
})
