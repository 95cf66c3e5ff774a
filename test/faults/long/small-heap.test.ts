import { afterEach, expect, test } from 'vitest'
import { type Demo, demoServer, expectNothingLost, note, statusOf } from '../../support/fault-scenario.ts'

/** A heap with a limit (--max-old-space-size). */

/** The smallest in which everything below works, in MB, as it was found. */
const enough = 64
/** In which a server cannot even start. */
const tooSmall = 12

let demo: Demo
afterEach(() => demo.server.close())

const pages = [
  '/api/v1/launches',
  '/api/v1/launches/hello',
  '/api/v1/launches/hello/status',
  '/metrics',
  '/readyz',
  '/sign-in',
]

async function works(megabytes: number): Promise<boolean> {
  demo = await demoServer({ NODE_OPTIONS: `--max-old-space-size=${megabytes}` })
  try {
    await demo.server.start()
  } catch {
    return false
  }
  const clients = demo.clients()
  const stop = clients.flood(16)
  const isUnderWay = async () => {
    while (clients.told.acknowledged.size < 400) {
      const headers = { authorization: `Bearer ${demo.token('priya')}` }
      const statuses = await Promise.all(pages.map((page) => statusOf(demo.server.url + page, { headers })))
      if (statuses.some((status) => status !== 200)) return false
    }
    return true
  }
  const goesOn = await isUnderWay()
  await stop()
  if (!goesOn) return false
  demo.server.env.NODE_OPTIONS = ''
  await expectNothingLost(demo, clients)
  return true
}

test('of 64 MB: 16 clients who tick, and readers beside them, are served', async (context) => {
  note(context, { 'heap MB': enough })
  expect(await works(enough)).toBe(true)
})

test('the smallest that is enough', async (context) => {
  let smallest = enough
  for (const megabytes of [48, 40, 32, 24]) {
    if (!(await works(megabytes))) break
    smallest = megabytes
    await demo.server.close()
  }
  note(context, { 'smallest heap MB': smallest })
  expect(smallest).toBeLessThanOrEqual(enough)
})

test('that is too small: the process ends by itself, and with a larger heap the same database serves', async () => {
  demo = await demoServer({ NODE_OPTIONS: `--max-old-space-size=${tooSmall}` })
  await expect(demo.server.start()).rejects.toThrow(/ended by itself/)
  demo.server.env.NODE_OPTIONS = ''
  await demo.server.start()
  await expectNothingLost(demo, demo.clients())
})
