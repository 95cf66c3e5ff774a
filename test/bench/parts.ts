import { type Served, served } from '../support/server.ts'
import { measureAnswers } from './answers.ts'
import { measureEngine } from './engine.ts'
import { measureEvents } from './events.ts'
import type { Figure } from './figure.ts'
import { measureGrowth } from './growth.ts'
import { measureHeld } from './held.ts'
import { measureLatency } from './latency.ts'
import { measureLists } from './lists.ts'
import { logFigures } from './log.ts'
import { measureMemory } from './memory.ts'
import { measurePages } from './pages.ts'
import { measurePeers } from './peers/peers.ts'
import { settingsForProfiles } from './profile.ts'
import { measureReads } from './reads.ts'
import type { PartName } from './report/texts.ts'
import { measureSignIn } from './sign-in.ts'
import { measureStart } from './start.ts'
import { measureVerify } from './verify.ts'
import { measureWrites } from './writes.ts'

/** What `npm run bench` measures, in this order. */

export type Part = {
  name: PartName
  /** Left out where no part is named. */
  onlyByName?: true
} & (
  | { server: 'none'; measure: () => Promise<Figure[] | Measured> }
  /** With the demo on a database of its own: `new` was never started, `running` is ready. */
  | { server: 'new' | 'running'; measure: (server: Served) => Promise<Figure[] | Measured> }
)

export interface Measured {
  figures: Figure[]
  /** What a reader of the figures should know. */
  notes: string[]
}

export const parts: readonly Part[] = [
  { name: 'writes', server: 'running', measure: measureWrites },
  { name: 'latency', server: 'running', measure: measureLatency },
  { name: 'reads', server: 'running', measure: measureReads },
  { name: 'held', server: 'running', measure: measureHeld },
  { name: 'events', server: 'running', measure: measureEvents },
  { name: 'pages', server: 'running', measure: measurePages },
  { name: 'verify', server: 'running', measure: measureVerify },
  { name: 'start', server: 'new', measure: measureStart },
  { name: 'memory', server: 'running', measure: measureMemory },
  { name: 'growth', server: 'running', measure: measureGrowth },
  { name: 'lists', server: 'running', measure: measureLists },
  { name: 'answers', server: 'running', measure: measureAnswers },
  { name: 'log', server: 'none', measure: logFigures },
  { name: 'sign-in', server: 'none', measure: measureSignIn },
  { name: 'engine', server: 'none', measure: measureEngine },
  { name: 'peers', onlyByName: true, server: 'running', measure: measurePeers },
]

export async function measure(part: Part): Promise<Measured> {
  const measured = await (part.server === 'none' ? part.measure() : measureServer(part))
  return Array.isArray(measured) ? { figures: measured, notes: [] } : measured
}

async function measureServer(part: Exclude<Part, { server: 'none' }>): Promise<Figure[] | Measured> {
  const server = await served({ LAUNCHGATE_DEMO: '1', ...settingsForProfiles })
  try {
    if (part.server === 'running') await server.start()
    return await part.measure(server)
  } finally {
    await server.close()
  }
}
