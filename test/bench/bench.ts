import { type Served, served } from '../support/server.ts'
import { measureAnswers } from './answers.ts'
import { describe, type Figure, isWithin } from './figure.ts'
import { logFigures } from './log.ts'
import { measurePages } from './pages.ts'
import { measureStart } from './start.ts'

/**
 * `npm run bench`: how fast it is, judged as ratios within one run, so that a slow machine is no failure.
 * Prints each figure with its limit as it is measured; ends with exit code 1 when one is beyond it.
 * `npm run bench -- start` runs the parts whose names begin with one of the words.
 */

type Measure = (server: Served) => Promise<Figure[]>

/** Each part gets the demo on a database of its own, on a server that runs already (`fresh`: that was never started). */
const parts: { name: string; fresh?: true; measure: Measure }[] = [
  { name: 'start', fresh: true, measure: measureStart },
  { name: 'answers', measure: measureAnswers },
  { name: 'log', measure: logFigures },
  { name: 'pages', measure: measurePages },
]

async function run(part: (typeof parts)[number]): Promise<Figure[]> {
  const server = await served({ LAUNCHGATE_DEMO: '1' })
  try {
    if (!part.fresh) await server.start()
    return await part.measure(server)
  } finally {
    await server.close()
  }
}

const wanted = process.argv.slice(2)
for (const part of parts.filter(({ name }) => wanted.length === 0 || wanted.some((word) => name.startsWith(word)))) {
  console.log(`\n${part.name}`)
  const figures = await run(part)
  for (const figure of figures) console.log(describe(figure))
  if (!figures.every(isWithin)) process.exitCode = 1
}
