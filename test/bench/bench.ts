import { type Served, served } from '../support/server.ts'
import { measureAnswers } from './answers.ts'
import { measureEngine } from './engine.ts'
import { describe, type Figure, isMet } from './figure.ts'
import { measureHeld } from './held.ts'
import { measureLatency } from './latency.ts'
import { logFigures } from './log.ts'
import { measurePages } from './pages.ts'
import { settingsForProfiles } from './profile.ts'
import { measureReads } from './reads.ts'
import { measureSignIn } from './sign-in.ts'
import { measureStart } from './start.ts'
import { measureWrites } from './writes.ts'

/**
 * `npm run bench`: how fast it is, judged as ratios within one run, so that a slow machine is no failure.
 * Prints each figure with its limit as it is measured; ends with exit code 1 when one is beyond it.
 * `npm run bench -- start` runs the parts whose names begin with one of the words; `--profile` profiles the server under each load.
 */

type Part = { name: string } & (
  | { server: 'none'; measure: () => Promise<Figure[]> }
  /** With the demo on a database of its own: `new` was never started, `running` is ready. */
  | { server: 'new' | 'running'; measure: (server: Served) => Promise<Figure[]> }
)

const parts: readonly Part[] = [
  { name: 'engine', server: 'none', measure: measureEngine },
  { name: 'start', server: 'new', measure: measureStart },
  { name: 'sign-in', server: 'none', measure: measureSignIn },
  { name: 'answers', server: 'running', measure: measureAnswers },
  { name: 'reads', server: 'running', measure: measureReads },
  { name: 'writes', server: 'running', measure: measureWrites },
  { name: 'latency', server: 'running', measure: measureLatency },
  { name: 'held', server: 'running', measure: measureHeld },
  { name: 'log', server: 'none', measure: logFigures },
  { name: 'pages', server: 'running', measure: measurePages },
]

async function run(part: Part): Promise<Figure[]> {
  if (part.server === 'none') return part.measure()
  const server = await served({ LAUNCHGATE_DEMO: '1', ...settingsForProfiles })
  try {
    if (part.server === 'running') await server.start()
    return await part.measure(server)
  } finally {
    await server.close()
  }
}

const wanted = process.argv.slice(2).filter((word) => !word.startsWith('--'))
for (const part of parts.filter(({ name }) => wanted.length === 0 || wanted.some((word) => name.startsWith(word)))) {
  console.log(`\n${part.name}`)
  const figures = await run(part)
  for (const figure of figures) console.log(describe(figure))
  if (!figures.every(isMet)) process.exitCode = 1
}
