import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Demo, demoServer, expectNothingLost, inFull, note } from '../support/fault-scenario.ts'
import { type FaultyProxy, faultyProxy, type Mishap } from '../support/faulty-proxy.ts'

const mishaps: readonly Mishap[] = ['none', 'lost reply', 'none', 'doubled', 'cut request', 'doubled', 'lost reply']
let demo: Demo
let proxy: FaultyProxy
beforeAll(async () => {
  demo = await demoServer()
  await demo.server.start()
  let requests = 0
  proxy = await faultyProxy(demo.server.url, () => {
    requests += 1
    return mishaps[requests % mishaps.length] ?? 'none'
  })
})
afterAll(async () => {
  await proxy.close()
  await demo.server.close()
})

test('a network that loses replies and doubles requests: sent again under its key, every tick is there once', {
  timeout: 120_000,
}, async (context) => {
  const clients = demo.clients(proxy.url)
  const stop = clients.flood(8)
  const enough = inFull ? 500 : 20
  await expect.poll(() => clients.told.acknowledged.size, { timeout: 100_000 }).toBeGreaterThan(enough)
  await stop()
  for (const mishap of mishaps) expect(proxy.happened.get(mishap), mishap).toBeGreaterThan(2)
  note(context, { unsure: clients.told.unsure.size, ...Object.fromEntries(proxy.happened) })
  await expectNothingLost(demo, clients)
})
