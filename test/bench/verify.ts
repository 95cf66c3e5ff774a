import { hash } from 'node:crypto'
import { openStore } from '../../db/open-store.ts'
import { readEntry } from '../../db/seal.ts'
import { verifyLaunch, verifyLeaves } from '../../db/verify.ts'
import { replay } from '../../machines/replay.ts'
import type { Served } from '../support/server.ts'
import { beside } from './beside.ts'
import { atLeast, compared, type Figure } from './figure.ts'
import { createLaunches } from './fixtures/launches.ts'
import { lengthenLog } from './fixtures/long-launch.ts'
import { headersOf } from './fixtures/tokens.ts'
import { fewer } from './quick.ts'

/** How many entries of a log are verified a second, beside hashing their leaves. */

const entries = fewer(20_000, 400)
/** Of raw SHA-256 of the same leaves. */
const leastOfHashing = 0.1
const item = { launch: 'verified', gate: 'content', item: 'CON-1' }

/** A server in demo mode that runs already. */
export async function measureVerify(server: Served): Promise<Figure[]> {
  await createLaunches(server, await headersOf(server, 'priya'), { pipeline: 'first-look', slugs: [item.launch] })
  await lengthenLog(server, item, entries)
  const store = await openStore(`file:${server.file}`)
  try {
    const leaves = await store.leaves(item.launch, 0, entries)
    const read = leaves.map(readEntry)
    const perSecond = async (work: () => unknown, times = 1) => {
      const began = performance.now()
      for (let time = 0; time < times; time += 1) await work()
      return (times * leaves.length * 1000) / (performance.now() - began)
    }
    // Once takes a few hundredths of a second, in which chance decides.
    const hashing = () => perSecond(() => hashAll(leaves), 20)
    const measured = await beside(hashing, {
      launch: () => perSecond(async () => matches(await verifyLaunch(store, item.launch))),
      export: () => perSecond(() => matches(verifyLeaves(leaves))),
      replay: () => perSecond(() => replayAll(read)),
    })
    const against = (limit: number): [number, string] => [limit, 'raw SHA-256 of the same leaves']
    const { launch, export: exported, replay: replayed } = measured
    return [
      atLeast('verify a launch in the database', [launch.result, '/s'], against(launch.limit), leastOfHashing),
      atLeast('verify an export', [exported.result, '/s'], against(exported.limit), leastOfHashing),
      compared('replay alone', [replayed.result, '/s'], against(replayed.limit)),
    ]
  } finally {
    await store.close()
  }
}

function hashAll(leaves: readonly string[]): void {
  for (const leaf of leaves) hash('sha256', leaf)
}

function matches(verification: { matches: boolean }): void {
  if (!verification.matches) throw new Error(`the log does not verify: ${JSON.stringify(verification)}`)
}

function replayAll(log: Parameters<typeof replay>[0]): void {
  const replayed = replay(log)
  if (!replayed.ok) throw new Error(`the log can't be replayed: ${replayed.difference}`)
}
