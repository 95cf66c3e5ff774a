import { defineConfig } from 'vitest/config'
import { Slowest } from './test/support/slowest.ts'

/** Every test of the project; `npm test` runs them and leaves the counts in test-report.json. */
export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    environment: 'node',
    globalSetup: ['test/support/browser-for-all.ts'],
    reporters: ['default', new Slowest(), ['json', { outputFile: 'test-report.json' }]],
    // Two processes that keep what they imported: loading the database library anew for each file costs more than most files do.
    // So a test that changes something global puts it back.
    pool: 'forks',
    isolate: false,
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 60_000,
    // A browser or a server that hangs must not hang the run.
    teardownTimeout: 15_000,
  },
})
