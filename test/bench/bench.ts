import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { describe, isMet } from './figure.ts'
import { measure, type Part, parts } from './parts.ts'
import { chartsOf } from './report/charts.ts'
import { performancePage } from './report/page.ts'
import { newResult, type Results, readResults, resultsText } from './results.ts'

/**
 * `npm run bench`: how fast it is, judged as ratios within one run, so that a slow machine is no failure.
 * Prints each figure with its limit as it is measured; ends with exit code 1 when one is beyond it.
 * `npm run bench -- start` runs the parts whose names begin with one of the words; `-- peers` measures other programs.
 *
 * - `--write` puts the figures into docs/performance.json, and makes docs/performance.md and its charts anew.
 * - `--json` prints them as JSON.
 * - `--profile` profiles the server under each load; `--quick` takes seconds instead of minutes; `--million` grows a log to 1,000,000 entries.
 */

const words = process.argv.slice(2).filter((word) => !word.startsWith('--'))
const has = (option: string): boolean => process.argv.includes(option)
const isWanted = ({ name, onlyByName }: Part): boolean =>
  words.length === 0 ? !onlyByName : words.some((word) => name.startsWith(word))

if (has('--write') && has('--quick')) throw new Error('figures of --quick mean too little to be written down')

const measured: Results = { parts: {} }
for (const part of parts.filter(isWanted)) {
  process.stderr.write(`\n${part.name}\n`)
  try {
    await run(part)
  } catch (error) {
    // The other parts are measured all the same.
    console.error(`FAILED  ${part.name}:`, error)
    process.exitCode = 1
  }
}
if (has('--json')) process.stdout.write(resultsText(measured))

async function run(part: Part): Promise<void> {
  const { figures, notes } = await measure(part)
  for (const line of [...figures.map(describe), ...notes])
    (has('--json') ? process.stderr : process.stdout).write(`${line}\n`)
  if (!figures.every(isMet)) process.exitCode = 1
  measured.parts[part.name] = newResult(figures, notes)
  // After each part, so that what was measured is there when a later one fails.
  if (has('--write')) write({ parts: { ...readResults().parts, ...measured.parts } })
}

function write(results: Results): void {
  const docs = new URL('../../docs/', import.meta.url)
  writeFileSync(new URL('performance.json', docs), resultsText(results))
  // As the file has them, with no more digits.
  const stored = readResults()
  writeFileSync(new URL('performance.md', docs), performancePage(stored))
  rmSync(new URL('performance/', docs), { recursive: true, force: true })
  mkdirSync(new URL('performance/', docs))
  for (const { file, svg } of chartsOf(stored)) writeFileSync(new URL(file, docs), svg)
}
