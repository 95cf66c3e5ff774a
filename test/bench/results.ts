import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { availableParallelism, cpus } from 'node:os'
import { fileURLToPath } from 'node:url'
import type { Figure } from './figure.ts'
import type { PartName } from './report/texts.ts'

/** What docs/performance.json keeps: the figures of each part, and where and when they were measured. */
export interface Results {
  parts: Partial<Record<PartName, PartResult>>
}

export interface PartResult {
  /** A date, such as 2026-12-01. */
  measured: string
  /** Of the sources, with `+` where they had changes that no commit has. */
  commit: string
  machine: Machine
  figures: Figure[]
  /** Of the peers: the version of each, and why one was not measured. */
  notes?: string[]
}

export interface Machine {
  cores: number
  processor: string
  node: string
}

const file = new URL('../../docs/performance.json', import.meta.url)

/** Empty where nothing was measured yet. */
export function readResults(): Results {
  if (!existsSync(file)) return { parts: {} }
  // The shape that bench.ts writes.
  return JSON.parse(readFileSync(file, 'utf8')) as Results
}

/** The text of docs/performance.json. */
export const resultsText = (results: Results): string => `${JSON.stringify(results, shortNumber, 2)}\n`

/** Seven digits are more than any figure has. */
function shortNumber(_key: string, value: unknown): unknown {
  return typeof value === 'number' ? Number(value.toPrecision(7)) : value
}

/** What was just measured here. */
export function newResult(figures: Figure[], notes: string[]): PartResult {
  return {
    measured: new Date().toISOString().slice(0, 10),
    commit: currentCommit(),
    machine: {
      cores: availableParallelism(),
      processor: cpus()[0]?.model.trim() ?? 'unknown',
      node: process.version,
    },
    figures,
    ...(notes.length === 0 ? {} : { notes }),
  }
}

function currentCommit(): string {
  const git = (...args: string[]) =>
    execFileSync('git', args, { cwd: fileURLToPath(new URL('.', file)), encoding: 'utf8' })
  const changed = git('status', '--porcelain', '--', '..', ':!/docs').trim() !== ''
  return `${git('rev-parse', '--short', 'HEAD').trim()}${changed ? '+' : ''}`
}
