import { relative } from 'node:path'
import type { Reporter, TestModule } from 'vitest/node'

const listed = 10

/** Prints the ten slowest files and the ten slowest tests of a whole run, so that what becomes slow is seen. */
export class Slowest implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    if (modules.length <= listed) return
    const files = modules.map((module) => ({
      ms: module.diagnostic().duration,
      name: relative(process.cwd(), module.moduleId),
    }))
    const tests = modules.flatMap((module) =>
      [...module.children.allTests()].map((test) => ({
        ms: test.diagnostic()?.duration ?? 0,
        name: `${relative(process.cwd(), module.moduleId)} > ${test.fullName}`,
      })),
    )
    console.log(`\nThe slowest files\n${table(files)}\n\nThe slowest tests\n${table(tests)}\n`)
  }
}

function table(rows: { ms: number; name: string }[]): string {
  return rows
    .toSorted((a, b) => b.ms - a.ms)
    .slice(0, listed)
    .map(({ ms, name }) => `${(ms / 1000).toFixed(1).padStart(7)} s  ${name}`)
    .join('\n')
}
