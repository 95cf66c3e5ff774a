import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { scopes } from '../../machines/installation/scopes.ts'
import { createToken } from '../../server/auth/tokens.ts'
import { createLaunch, openShop, type Shop } from '../support/shop.ts'

/** A request that was sent twice is done once: Idempotency-Key. */

let shop: Shop
beforeAll(async () => {
  shop = await openShop()
  await createLaunch(shop, 'hello')
  await shop.send('priya', 'hello', { type: 'launch.start' }).expect(200)
})
afterAll(() => shop.close())

const comment = (text: string) => ({ type: 'gate.comment', gate: 'content', text })
const keyed = (who: string, key: string, command: object) =>
  shop.send(who, 'hello', command).set('Idempotency-Key', key)

describe('the same key', () => {
  test('gives the first answer again, whatever happened since', async () => {
    const first = await keyed('chloe', 'key-1', comment('Once')).expect(200)
    await shop.send('tom', 'hello', comment('In between')).expect(200)
    const again = await keyed('chloe', 'key-1', comment('Once')).expect(200)
    expect(again.body).toEqual(first.body)
    const { body } = await shop.get('priya', '/api/v1/launches/hello/entries').expect(200)
    expect(body.entries.filter(({ data }: { data: { text?: string } }) => data.text === 'Once')).toHaveLength(1)
  })

  test('with another command is refused, and writes nothing', async () => {
    const before = await shop.version('hello')
    const { body } = await keyed('chloe', 'key-1', comment('Twice')).expect(422)
    expect(body.code).toBe('invalid')
    expect(await shop.version('hello')).toBe(before)
  })

  test('twenty at once are one', async () => {
    const before = await shop.version('hello')
    const answers = await Promise.all(Array.from({ length: 20 }, () => keyed('chloe', 'key-20', comment('At once'))))
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]))
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1)
    expect(await shop.version('hello')).toBe(before + 1)
  })

  test('of another person, or at another address, is another key', async () => {
    const before = await shop.version('hello')
    await keyed('tom', 'key-1', comment('Tom')).expect(200)
    expect(await shop.version('hello')).toBe(before + 1)
  })

  test('of a refusal is judged anew', async () => {
    const tick = { type: 'gate.tick', gate: 'payment-gateway', item: 'PAY-1' }
    await keyed('tom', 'key-2', { ...tick, evidence: { kind: 'number', value: 5 } }).expect(409)
    await keyed('tom', 'key-2', { ...tick, evidence: { kind: 'number', value: 0 } }).expect(200)
  })

  // That it is forgotten after 24 hours in which the server ran is in the contract of the store.
  test('outlives a wall clock that jumps by a day', async () => {
    const before = await shop.version('hello')
    shop.now += 24 * 3_600_000 + 1
    await keyed('fay', 'key-3', comment('Late')).expect(401)
    expect(await shop.version('hello')).toBe(before)
    const token = await freshToken('chloe')
    await shop.send(token, 'hello', comment('Once')).set('Idempotency-Key', 'key-1').expect(200)
    expect(await shop.version('hello')).toBe(before)
  })

  test('for a file counts the file', async () => {
    const priya = await freshToken('priya')
    await createLaunch(shop, 'corner', 'pop-up', priya)
    await shop.send(priya, 'corner', { type: 'launch.start' }).expect(200)
    const token = await freshToken('chloe')
    const post = (bytes: string) =>
      shop
        .post(token, '/api/v1/launches/corner/gates/pages/items/CON-2/evidence')
        .set('Idempotency-Key', 'file-1')
        .attach('file', Buffer.from(bytes), 'a.txt')
    const first = await post('one').expect(200)
    const again = await post('one').expect(200)
    expect(again.body).toEqual(first.body)
    await post('two').expect(422)
  })

  test('that is no key', async () => {
    const token = await freshToken('chloe')
    await shop.send(token, 'hello', comment('x')).set('Idempotency-Key', 'x'.repeat(201)).expect(422)
  })
})

/** Tokens that may sign live a day; later in the story new ones are needed. */
async function freshToken(who: string): Promise<string> {
  return (await createToken(shop.store, { person: who, scopes: [...scopes] }, shop.now)).token
}
