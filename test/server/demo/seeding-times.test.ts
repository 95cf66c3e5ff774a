import { expect, test } from 'vitest'
import { aurora } from '../../../server/demo/aurora.ts'
import { borealis } from '../../../server/demo/borealis.ts'
import { hello } from '../../../server/demo/hello.ts'
import { seedDemo, seedStory } from '../../../server/demo/seed.ts'
import { clockWorker } from '../../../server/launches/clock-worker.ts'
import { served } from '../../support/server.ts'
import { monday, openShop } from '../../support/shop.ts'

import { launchOf, statuses } from './demo-launches.ts'

/** When the demo's stories are told. */

const day = 86_400_000
const hour = day / 24

/** Whether it is Monday to Friday, 09:00 to 18:30, by this clock. */
function isAtOffice(clock: Intl.DateTimeFormat, at: number): boolean {
  const [weekday = '', time = ''] = clock.format(at).split(' ')
  return !weekday.startsWith('S') && time >= '09:00' && time <= '18:30'
}

test.each([
  ['aurora', aurora, 'Asia/Taipei'],
  ['borealis', borealis, 'Asia/Seoul'],
  ['hello', hello, 'Asia/Taipei'],
] as const)('whatever the hour, %s stays in order, at office hours and behind us', (_, story, zone) => {
  const clock = new Intl.DateTimeFormat('en', {
    timeZone: zone,
    weekday: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  })
  for (let at = monday; at < monday + 7 * day; at += 5 * hour) {
    const steps = story({ now: at, slug: 'x', people: {} })
    expect(steps.map((step) => step.at)).toEqual(steps.map((step) => step.at).toSorted((a, b) => a - b))
    expect(steps.at(-1)?.at).toBeLessThan(at)
    expect(steps.filter((step) => !isAtOffice(clock, step.at))).toEqual([])
  }
})

test('whatever the weekday, people find the same in it', { timeout: 60_000 }, async () => {
  const found = new Set<string>()
  for (const days of [0, 1, 3, 6]) {
    const other = await openShop()
    other.now = monday + days * day
    await seedStory(other.services, aurora, 'aurora')
    found.add(statuses(await launchOf(other, 'aurora')).join('\n'))
    await other.close()
  }
  expect(found.size).toBe(1)
})

test('with LAUNCHGATE_DEMO=1 it is complete before the server is ready', async () => {
  const server = await served({ LAUNCHGATE_DEMO: '1' })
  await server.start()
  const [verified, ...answers] = await Promise.all([
    server.cli('verify'),
    fetch(`${server.url}/api/v1/launches/aurora/status`).then((answer) => answer.json()),
    fetch(`${server.url}/api/v1/launches/hello/status`).then((answer) => answer.json()),
  ])
  expect(verified.split('\n').map((line) => line.replace(/, root .*/, ''))).toEqual([
    'database: verified',
    'installation: verified, 20 entries',
    'aurora: verified, 164 entries',
    'borealis: verified, 96 entries',
    'hello: verified, 3 entries',
  ])
  expect(answers).toMatchObject([
    { decision: 'wait', gates: { total: 21, ready: 15, waived: 1, blocked: 1 } },
    { decision: 'wait', gates: { total: 3, ready: 0 } },
  ])
  await server.close()
})

test('the clock of today does not write into a story that is being told', async () => {
  const other = await openShop()
  other.now = Date.now()
  const worker = clockWorker(other.services, other.app.events, 5)
  expect(await seedDemo(other.services)).toEqual({ seeded: true, why: null })
  await worker.stop()
  const found = statuses(await launchOf(other, 'aurora'))
  for (const expected of [
    'pricing: completed',
    'payment-gateway: completed',
    'inventory: needs-recheck',
    'security: blocked',
    'content-review: returned',
  ])
    expect(found).toContain(expected)
  await other.close()
})
