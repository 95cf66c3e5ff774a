import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { leafHash } from '../../db/merkle.ts'
import { verifyInstallationLeaves } from '../../db/verify.ts'
import { createToken } from '../../server/auth/tokens.ts'
import { createLaunch, openShop, type Shop } from '../support/shop.ts'

/** The installation's log for strangers' verifiers: its exact leaves, for auditors, admins and services alone. */

let shop: Shop
let audit: string
const log = '/api/v1/log'
beforeAll(async () => {
  shop = await openShop()
  await createLaunch(shop, 'hello')
  audit = (await createToken(shop.store, { service: 'siem', scopes: ['audit:read'] }, shop.now)).token
})
afterAll(() => shop.close())

const reads = async (action: 'log.view' | 'log.export') => {
  const found = (await shop.store.installation.find({ actions: [action] }, 0, 100)).reverse()
  return found.map(({ data }) => ('launch' in data ? data.launch : undefined))
}

describe('the leaves', () => {
  test('come as they were hashed, and verify by themselves', async () => {
    const { text, type } = await shop.get(audit, `${log}/entries.jsonl`).expect(200)
    expect(type).toBe('application/jsonl')
    const lines = text.trimEnd().split('\n')
    expect(lines).toEqual(await shop.store.installation.leaves(0, lines.length))
    expect(verifyInstallationLeaves(lines)).toMatchObject({ matches: true, entries: lines.length })
    const part = await shop.get(audit, `${log}/entries.jsonl?from=2&to=4`).expect(200)
    expect(part.text).toBe(`${lines[2]}\n${lines[3]}\n`)
    const one = await shop.get(audit, `${log}/entries/2`).expect(200)
    expect(one.text).toBe(lines[2])
    const [stored] = await shop.store.installation.storedEntries(2, 3)
    expect(leafHash(one.text).toString('hex')).toBe(stored?.hash)
  })

  test.each([
    ['an auditor', 'omar', 200],
    ['an admin', 'ada', 200],
    ['nobody', null, 401],
    ['a member', 'tom', 403],
    ['a service without audit:read', 'ci', 403],
  ])('to %s: %s gets %i', async (_, who, status) => {
    for (const path of ['entries.jsonl', 'entries/0']) await shop.get(who, `${log}/${path}`).expect(status)
  })

  test('not to a token of one launch, nor beyond the end, nor with an unknown parameter', async () => {
    const wish = { service: 'siem', scopes: ['audit:read' as const], launch: 'hello' }
    const { token } = await createToken(shop.store, wish, shop.now)
    expect((await shop.get(token, `${log}/entries/0`).expect(403)).body.detail).toContain('only works for launch')
    await shop.get(audit, `${log}/entries/100000`).expect(404)
    await shop.get(audit, `${log}/entries/x`).expect(404)
    await shop.get(audit, `${log}/entries.jsonl?since=1`).expect(422)
  })
})

test('who exports or views a log is in the log: once a minute, once an hour', async () => {
  const before = await reads('log.export')
  shop.now += 3_600_000
  for (const path of ['/api/v1/launches/hello/log/entries.jsonl', `${log}/entries.jsonl`])
    for (let n = 0; n < 3; n += 1) await shop.get('omar', path).expect(200)
  expect((await reads('log.export')).slice(before.length)).toEqual(['hello', null])
  shop.now += 60_000
  await shop.get('omar', `${log}/entries.jsonl`).expect(200)
  expect((await reads('log.export')).slice(before.length)).toEqual(['hello', null, null])
  const views = (await reads('log.view')).length
  for (let n = 0; n < 3; n += 1) await shop.get('priya', '/api/v1/launches/hello/entries').expect(200)
  await shop.get('priya', '/api/v1/launches/hello/log/entries/0').expect(200)
  expect((await reads('log.view')).slice(views)).toEqual(['hello'])
  shop.now += 3_600_000
  await shop.get('priya', '/api/v1/launches/hello/entries').expect(200)
  expect((await reads('log.view')).slice(views)).toEqual(['hello', 'hello'])
})
