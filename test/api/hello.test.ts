import supertest from 'supertest'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { content, decisionSent, does, payment } from '../support/hello.ts'
import { createLaunch, openShop, type Shop } from '../support/shop.ts'

/** The main story through the API: eight commands open the deploy, a reopened gate closes it. */

let shop: Shop
const deploy = '/api/v1/launches/hello/deploy'
const seen = async (gate: string) => {
  const { body } = await shop.get('priya', '/api/v1/launches/hello').expect(200)
  return body.gates.find((each: { id: string }) => each.id === gate).version
}

beforeAll(async () => {
  shop = await openShop()
  await createLaunch(shop, 'hello')
  await shop.send('priya', 'hello', { type: 'launch.start' }).expect(200)
})
afterAll(() => shop.close())

describe('hello', () => {
  test('is locked, and names who is waited for', async () => {
    const { body, headers } = await shop.get('ci', deploy).expect(423)
    expect(headers['content-type']).toContain('application/problem+json')
    expect(Number(headers['retry-after'])).toBeGreaterThanOrEqual(5)
    expect(body).toMatchObject({
      status: 423,
      code: 'locked',
      title: 'Locked',
      detail: 'Not ready: 3 of 3 gates still open',
      launch: 'hello',
      decision: 'wait',
      unlocked: false,
      gates: { total: 3, ready: 0, waived: 0, blocked: 0 },
    })
    expect(body.blockers[0]).toMatchObject({
      kind: 'gate',
      word: 'wait',
      gate: 'content',
      title: 'Content',
      status: 'not-started',
      role: 'content-team',
      waitingFor: [{ id: 'chloe', name: 'Chloe Martin' }],
      since: '2026-11-23T09:00:00.000Z',
    })
  })

  test('eight commands unlock it', async () => {
    await does(shop, 'hello', ...content, ...payment, ...decisionSent)
    await shop.get('ci', deploy).expect(423)
    const { body } = await shop
      .send('helen', 'hello', {
        type: 'gate.signOff',
        gate: 'go-no-go',
        as: 'head-of-digital',
        ifVersion: await seen('go-no-go'),
      })
      .expect(200)
    expect(body).toMatchObject({ accepted: true, version: 13, decision: 'go', unlocked: true })
    expect(body.entries.map(({ id, action }: { id: string; action: string }) => `${id} ${action}`)).toEqual([
      'hello:10 gate.signOff',
      'hello:11 gate.clear',
      'hello:12 launch.unlock',
    ])
    const open = await shop.get('ci', deploy).expect(200)
    expect(open.body).toMatchObject({ decision: 'go', unlocked: true, summary: 'Ready to launch', blockers: [] })
    await shop.get('ci', `${deploy}?format=text`).expect(200, 'Ready to launch\nhttp://localhost:3000/launches/hello\n')
  })

  test('a condition cannot turn the answer into a 304', async () => {
    const status = await shop.get('ci', '/api/v1/launches/hello/status').expect(200)
    const tag = status.headers.etag ?? ''
    expect(tag).toMatch(/^W\//)
    await shop.get('ci', '/api/v1/launches/hello/status').set('If-None-Match', tag).expect(304)
    await shop.send('helen', 'hello', { type: 'gate.reopen', gate: 'content', reason: 'A page is missing' }).expect(200)
    for (const condition of [tag, '*', 'W/"anything"'])
      await shop.get('ci', deploy).set('If-None-Match', condition).expect(423)
  })

  test('the answer as text has a line for each blocker, with who is waited for', async () => {
    const { text, headers } = await shop.get('ci', `${deploy}?format=text`).expect(423)
    expect(headers['content-type']).toContain('text/plain')
    expect(text).toBe(
      [
        'Not ready: 2 of 3 gates still open',
        'Content: In progress. Waiting on Chloe Martin.',
        'Go/no-go: Needs recheck. Waiting on Priya Nair.',
        'http://localhost:3000/launches/hello',
        '',
      ].join('\n'),
    )
  })

  test('HEAD and POST ask the same', async () => {
    await shop.post('ci', deploy).expect(423)
    const token = await shop.token('ci')
    const head = await supertest(shop.app.handler).head(deploy).set('Authorization', `Bearer ${token}`).expect(423)
    expect(Number(head.headers['retry-after'])).toBeGreaterThanOrEqual(5)
    expect(head.text ?? '').toBe('')
  })

  test('the entries say who did what, with the texts that were typed', async () => {
    const { body } = await shop.get('priya', '/api/v1/launches/hello/entries?after=12&limit=2').expect(200)
    expect(body.next).toBe(14)
    expect(body.entries[0]).toMatchObject({
      id: 'hello:13',
      seq: 13,
      action: 'gate.reopen',
      actor: { id: 'helen', name: 'Helen Cho', kind: 'person', roles: ['head-of-digital'] },
      gate: 'content',
      data: { reason: 'A page is missing' },
      from: 'cleared.completed',
      to: 'open.inProgress',
    })
    expect(body.entries[1]).toMatchObject({ action: 'gate.recheck', actor: { kind: 'engine' }, cause: { seq: 13 } })
  })

  test('the leaves hold no name and no typed text', async () => {
    const { text } = await shop.get('priya', '/api/v1/launches/hello/log/entries.jsonl').expect(200)
    for (const secret of ['helen', 'Helen', 'A page is missing', 'The hello shop', 'chloe'])
      expect(text).not.toContain(secret)
    const lines = text.trimEnd().split('\n')
    const one = await shop.get('priya', '/api/v1/launches/hello/log/entries/3').expect(200)
    expect(one.text).toBe(lines[3])
  })
})
