import { writeFileSync } from 'node:fs'
import { basename } from 'node:path'
import type { Reporter, TestCase, TestModule } from 'vitest/node'

/** A row of what `npm run faults` prints at its end and writes to faults-report.json. */
interface Row {
  file: string
  scenario: string
  outcome: 'passed' | 'failed' | 'skipped'
  seconds: number
  figures: Record<string, number | string>
}

/** Lists every scenario with its outcome and figures. */
export class FaultTable implements Reporter {
  readonly #path: string

  constructor(path: string) {
    this.#path = path
  }

  onTestRunEnd(modules: readonly TestModule[]): void {
    const rows = modules.flatMap((module) => [...module.children.allTests()].map(rowOf)).filter((row) => row !== null)
    writeFileSync(this.#path, `${JSON.stringify(rows, null, 2)}\n`)
    console.log(`\n${rows.map(textOf).join('\n')}\n\nAlso written to ${this.#path}.\n`)
  }
}

/** Null for one that was not asked for. */
function rowOf(test: TestCase): Row | null {
  const { state } = test.result()
  if (state === 'pending' || (state === 'skipped' && test.options.mode === 'skip')) return null
  return {
    file: basename(test.module.moduleId, '.test.ts'),
    scenario: test.fullName,
    outcome: state,
    seconds: Math.round((test.diagnostic()?.duration ?? 0) / 100) / 10,
    figures: test.meta().figures ?? {},
  }
}

function textOf({ file, scenario, outcome, seconds, figures }: Row): string {
  const listed = Object.entries(figures).map(([name, value]) => `${name} ${value}`)
  const line = `${outcome.padEnd(7)} ${seconds.toFixed(1).padStart(7)} s  ${file}: ${scenario}`
  return [line, ...(listed.length === 0 ? [] : [`${' '.repeat(19)}${listed.join(', ')}`])].join('\n')
}
