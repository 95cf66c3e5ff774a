import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createLaunch, openShop, type Shop } from '../support/shop.ts'

/** A command that changes nothing is answered 200 without entries, and neither the log nor the private texts grow. */

let shop: Shop
beforeAll(async () => {
  shop = await openShop()
  await createLaunch(shop, 'hello')
})
afterAll(() => shop.close())

const holdings = async () => ({
  version: await shop.version('hello'),
  texts: (await shop.store.privateTexts('hello')).length,
})

/** Sends it, with this key if there is one, and expects that nothing was written. */
async function changesNothing(who: string, command: object, key?: string) {
  const before = await holdings()
  const request = shop.send(who, 'hello', command)
  const { body } = await (key === undefined ? request : request.set('Idempotency-Key', key)).expect(200)
  expect(body).toMatchObject({ accepted: true, version: before.version, entries: [] })
  expect(await holdings()).toEqual(before)
}
const writes = async (who: string, command: object) => {
  const { body } = await shop.send(who, 'hello', command).expect(200)
  expect(body.entries).toHaveLength(1)
}
const schedule = (fields: object) => ({ type: 'launch.schedule', ...fields })

describe('the same again', () => {
  test('the title, whatever salt it would get', async () => {
    await changesNothing('priya', schedule({ title: 'The hello shop' }))
    await changesNothing('priya', schedule({ title: '  The hello shop ' }))
    await writes('priya', schedule({ title: 'Hello' }))
    await changesNothing('priya', schedule({ title: 'Hello' }))
    await writes('priya', schedule({ title: 'The hello shop' }))
    const { body } = await shop.get('priya', '/api/v1/launches/hello').expect(200)
    expect(body.title).toBe('The hello shop')
  })

  test('the title beside a change keeps its commitment, and the change is written', async () => {
    const before = await holdings()
    await writes('priya', schedule({ title: 'The hello shop', timeZone: 'Asia/Seoul' }))
    expect(await holdings()).toEqual({ version: before.version + 1, texts: before.texts })
    await writes('priya', schedule({ timeZone: 'Asia/Taipei' }))
  })

  test('the plan, and no plan at all', async () => {
    await changesNothing('priya', schedule({}))
    await changesNothing('priya', schedule({ targetAt: '2026-12-01T02:00:00Z', timeZone: 'Asia/Taipei' }))
    await changesNothing('priya', schedule({ window: null }))
  })

  test('visibility, roles and the person of a gate', async () => {
    await changesNothing('priya', { type: 'launch.setPublicStatus', public: false })
    await changesNothing('priya', { type: 'launch.assignRole', role: 'content-team', person: 'chloe' })
    await changesNothing('priya', { type: 'launch.unassignRole', role: 'content-team', person: 'tom' })
    await changesNothing('priya', { type: 'gate.assign', gate: 'content', person: null })
    await writes('priya', { type: 'gate.assign', gate: 'content', person: 'chloe' })
    await changesNothing('priya', { type: 'gate.assign', gate: 'content', person: 'chloe' })
  })

  test('the build, also with another address', async () => {
    await writes('ci', { type: 'launch.setCandidate', version: '4812', commit: '9f3c2a1' })
    await changesNothing('ci', {
      type: 'launch.setCandidate',
      version: '4812',
      commit: '9f3c2a1',
      url: 'https://ci.example/4812',
    })
  })

  test('with a key: the repeated request gets the same empty answer after others have written', async () => {
    const same = { type: 'launch.setPublicStatus', public: false }
    await changesNothing('priya', same, 'nothing-1')
    const version = await shop.version('hello')
    await writes('chloe', { type: 'gate.comment', gate: 'content', text: 'In between' })
    const { body } = await shop.send('priya', 'hello', same).set('Idempotency-Key', 'nothing-1').expect(200)
    expect(body).toMatchObject({ accepted: true, version, entries: [] })
  })

  test('a comment always counts', async () => {
    const comment = { type: 'gate.comment', gate: 'content', text: 'Twice' }
    await writes('chloe', comment)
    await writes('chloe', comment)
  })
})
