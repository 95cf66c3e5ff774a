import { monitorEventLoopDelay } from 'node:perf_hooks'
import { verifierInThread } from '../../server/launches/verifier.ts'
import { visitor } from '../pages/visitor.ts'
import { addComments } from '../support/long-log.ts'
import { createLaunch, openShop, type Shop } from '../support/shop.ts'
import { atMost, type Figure, within } from './figure.ts'
import { fewer } from './quick.ts'

/** What the page of a long log costs: against that of a short one, and in time during which the server answers nobody. */

const long = fewer(4000, 400)
const short = 200
const rounds = fewer(30, 3)
const longestStop = 20

export async function logFigures(): Promise<Figure[]> {
  const shop = await openShop({ LAUNCHGATE_DEMO: '1' })
  shop.services.verifier = verifierInThread(shop.services.config)
  try {
    for (const [launch, count] of [['short', short] as const, ['long', long] as const]) {
      await createLaunch(shop, launch, 'pop-up')
      await shop.send('priya', launch, { type: 'launch.start' }).expect(200)
      await comment(shop, launch)
      await addComments(shop.store, shop.services.config.databaseUrl, { launch, gate: 'stock', count })
    }
    const omar = await visitor(shop, 'omar')
    const open = (launch: string) => async () => void (await omar.get(`/launches/${launch}/log?gate=stock`).expect(200))
    for (const launch of ['short', 'long']) await cpuOf(open(launch))
    await verified(shop, 'long')
    const ofShort = await cpuOf(open('short'))
    const ofLong = await cpuOf(open('long'))
    const stop = await longestStopOf(shop, open('long'))
    return [
      atMost(`the log page of ${long} entries, CPU time`, [ofLong, 'ms'], [ofShort, `that of ${short} entries`], 1.3),
      within(`the longest stop while a log of ${long} entries is shown and verified`, stop, longestStop),
    ]
  } finally {
    await shop.close()
  }
}

const comment = (shop: Shop, launch: string) =>
  shop.send('joon', launch, { type: 'gate.comment', gate: 'stock', text: 'Counted' }).expect(200)

const verified = (shop: Shop, launch: string) => shop.services.verifier.verify(launch, true)

/** CPU time of this thread for one of several, in ms. */
async function cpuOf(act: () => Promise<void>): Promise<number> {
  const before = process.threadCpuUsage()
  for (let round = 0; round < rounds; round += 1) await act()
  const { user, system } = process.threadCpuUsage(before)
  return (user + system) / 1000 / rounds
}

/** Each page comes after a commit and beside a verification of everything. The delay beyond the timer's own resolution, in ms. */
async function longestStopOf(shop: Shop, act: () => Promise<void>): Promise<number> {
  const resolution = 1
  const delay = monitorEventLoopDelay({ resolution })
  for (let round = 0; round < rounds; round += 1) {
    await comment(shop, 'long')
    delay.enable()
    await Promise.all([verified(shop, 'long'), act()])
    delay.disable()
  }
  return delay.percentile(99) / 1e6 - resolution
}
