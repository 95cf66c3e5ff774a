import { defineConfig } from 'vitest/config'
import { FaultTable } from './test/support/fault-table.ts'
import { isLongRun } from './test/support/long-run.ts'
import { LongestFirst } from './test/support/longest-first.ts'
import { Slowest } from './test/support/slowest.ts'

/** `npm run faults` */
const isFaultRun = process.env.FAULT_ROUNDS !== undefined
const ofFaults = isFaultRun ? [new FaultTable('faults-report.json')] : []

/** Every test of the project; `npm test` runs them and leaves the counts in test-report.json. */
export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // The longest stories, whose acts others tell too: every command once more without JavaScript, and the pipeline of 21 gates.
    exclude: [
      ...(isLongRun ? [] : ['test/browser/commands-plain.test.ts', 'test/browser/ecommerce.test.ts']),
      ...(isFaultRun ? [] : ['test/faults/long/**']),
    ],
    environment: 'node',
    setupFiles: ['test/support/setup.ts'],
    reporters: ['default', new Slowest(), ['json', { outputFile: 'test-report.json' }], ...ofFaults],
    // Processes that keep what they imported: loading the database library anew for each file costs more than most files do.
    // So a test that changes something global puts it back. One more than the two cores that a small machine has, because many
    // tests wait for a browser, another process or a timer.
    pool: 'forks',
    isolate: false,
    maxWorkers: 3,
    sequence: { sequencer: LongestFirst },
    // Faults are looked for beside other work: how long that takes is nobody's promise.
    testTimeout: isFaultRun ? 600_000 : 30_000,
    // What is awaited comes at once on a quiet machine; how late it may come on a busy one is nobody's promise.
    expect: { poll: { interval: 20, timeout: isFaultRun ? 60_000 : 15_000 } },
    hookTimeout: isFaultRun ? 300_000 : 60_000,
    // A browser or a server that hangs must not hang the run.
    teardownTimeout: 15_000,
  },
})
