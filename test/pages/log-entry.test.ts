import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createLaunch, openShop, type Shop } from '../support/shop.ts'
import { saysAt, textOf } from './read.ts'
import { type Visitor, visitor } from './visitor.ts'

/** Omar the auditor: who approved payment, when, on what evidence, and did anything change after? */

let shop: Shop
let omar: Visitor
const log = '/launches/hello/log'
const hour = 3_600_000
beforeAll(async () => {
  shop = await openShop({ LAUNCHGATE_DEMO: '1' })
  await createLaunch(shop, 'hello')
  const send = async (who: string, command: object) => {
    const { body } = await shop.get(who, '/api/v1/launches/hello')
    const gate = 'gate' in command ? body.gates.find((each: { id: string }) => each.id === command.gate) : undefined
    await shop.send(who, 'hello', { ...command, ...(gate ? { ifVersion: gate.version } : {}) }).expect(200)
  }
  const payment = { gate: 'payment-gateway' }
  await send('priya', { type: 'launch.start' })
  shop.now += 10 * hour
  await send('tom', { type: 'gate.tick', ...payment, item: 'PAY-1', evidence: { kind: 'number', value: 0 } })
  await send('tom', { type: 'gate.submit', ...payment })
  shop.now += 13 * hour
  await send('priya', { type: 'gate.signOff', ...payment, as: 'ecommerce-sme', statement: '<i>Seen</i>' })
  omar = await visitor(shop, 'omar')
})
afterAll(() => shop.close())

describe('one entry', () => {
  test('says who with which role, when, as what, and what followed by itself', async () => {
    const page = await omar.get(`${log}/4`).expect(200)
    const text = textOf(page.text)
    expect(saysAt(page.text, 'say')).toBe('Priya Nair signed off Payment gateway as Ecommerce SME: “<i>Seen</i>”')
    expect(page.text).not.toContain('<i>Seen')
    expect(text).toContain('Who Priya Nair (Ecommerce SME)')
    expect(text).toContain('Signed off as Ecommerce SME')
    expect(text).toContain('State Awaiting sign-off (unchanged)')
    expect(text).toContain('When Tue 24 Nov 2026 16:00 +08:00')
    expect(text).toMatch(/Automatic follow-ups 5 Payment gateway completed: all sign-offs are in/)
    expect(page.text).toContain(`href="${log}/5"`)
  })

  test('on what evidence; and that nothing else changed because of it', async () => {
    const text = textOf((await omar.get(`${log}/2`).expect(200)).text)
    expect(text).toMatch(/Evidence 0 charges/)
    expect(text).toContain('State Not started → In progress')
    expect(text).toContain('None.')
  })

  test('of the engine: why it happened, with the way to what caused it', async () => {
    const page = await omar.get(`${log}/5`).expect(200)
    expect(textOf(page.text)).toMatch(/Who Launchgate \(automatic\).*Cause Priya Nair signed off/)
    expect(page.text).toContain(`href="${log}/4"`)
    expect(textOf(page.text)).toContain('State Awaiting sign-off → Completed')
  })

  test('its place in the log is the one that verifiers compute from the leaf', async () => {
    const page = await omar.get(`${log}/4`)
    const [row] = await shop.store.storedEntries('hello', 4, 5)
    expect(textOf(page.text)).toContain('Entry 4 of 6 (numbered from 0)')
    expect(textOf(page.text)).toContain(row?.hash ?? 'no row')
    expect(textOf(page.text).replaceAll('’', "'")).toContain(row?.leaf ?? 'no row')
    expect(row?.hash).toBe(createHash('sha256').update(`\0${row?.leaf}`).digest('hex'))
  })

  test.each(['6', '-1', '04', '1e1', 'last'])('there is no entry %s', async (seq) => {
    await omar.get(`${log}/${seq}`).expect(404)
  })
})

describe('the log', () => {
  const seqs = async (query: string) =>
    [...(await omar.get(`${log}?${query}`).expect(200)).text.matchAll(/<li id="seq-(\d+)"/g)].map(([, seq]) =>
      Number(seq),
    )

  test('each row leads to its entry', async () => {
    const page = await omar.get(log).expect(200)
    for (const seq of [0, 5]) expect(page.text).toContain(`href="${log}/${seq}"`)
  })

  test('is filtered by what was done, and by day in the zone of the launch, beside gate and person', async () => {
    expect(await seqs('')).toEqual([5, 4, 3, 2, 1, 0])
    expect(await seqs('action=gate.signOff')).toEqual([4])
    expect(await seqs('action=gate.clear&gate=payment-gateway')).toEqual([5])
    expect(await seqs('from=2026-11-24&to=2026-11-24')).toEqual([5, 4, 3, 2])
    expect(await seqs('from=2026-11-25')).toEqual([])
    expect(await seqs('to=2026-11-23&person=priya')).toEqual([1, 0])
    expect(await seqs('action=launch.cancel')).toEqual([])
    const page = await omar.get(`${log}?action=gate.signOff&from=2026-11-24`)
    expect(page.text).toContain('value="gate.signOff" selected')
    expect(page.text).toContain('name="from" value="2026-11-24"')
    await omar.get(`${log}?colour=red`).expect(422)
  })
})
