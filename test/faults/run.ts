import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/**
 * `npm run faults`: every scenario in full, one after the other. `npm run faults -- NAME` runs one file of this folder, such as `kill`,
 * or the scenarios whose title contains NAME.
 */

const [name, ...others] = process.argv.slice(2)
const folder = 'test/faults'
const files = ['', 'long/'].map((inner) => fileURLToPath(new URL(`${inner}${name}.test.ts`, import.meta.url)))
const file = files.find((path) => existsSync(path))
const asked = name === undefined ? [folder] : file === undefined ? [folder, '--testNamePattern', name] : [file]

const vitest = spawn('vitest', ['run', '--no-file-parallelism', ...asked, ...others], {
  env: { ...process.env, FAULT_ROUNDS: process.env.FAULT_ROUNDS ?? '20' },
  stdio: 'inherit',
})
vitest.once('exit', (code) => process.exit(code ?? 1))
