import type { Cause, EngineCommand, Entry, SealedCommand } from './entry.ts'
import { engine, type LaunchActor } from './events.ts'
import type { LaunchState } from './state.ts'
import { accepts, buildEntry, type Moment, permissive, step, strict } from './step.ts'

/** The entries of one commit as they come, and the launch after each. Time never runs backwards: `at` is max(now, the last entry's). */
export interface PendingCommit {
  entries: Entry[]
  state: LaunchState
  commitId: string
  at: number
}

export function beginCommit(state: LaunchState, now: number, commitId: string): PendingCommit {
  return { entries: [], state, commitId, at: Math.max(now, state.at) }
}

/**
 * Adds an accepted command; returns its seq. It is applied as replay applies it, under open guards: the strict machines, or the rules
 * of creation, have accepted it, and asking every guard again would double the work.
 */
export function record(
  commit: PendingCommit,
  command: SealedCommand | EngineCommand,
  by: { actor: LaunchActor; via?: 'token' | undefined; cause?: Cause },
): number {
  const seq = commit.state.version
  const moment: Moment = {
    actor: by.actor,
    at: commit.at,
    instant: 'due' in command && command.due !== undefined ? Date.parse(command.due) : commit.at,
  }
  const moved = step(permissive, commit.state, command, moment)
  commit.entries.push(
    buildEntry({ launch: commit.state.launch, seq, commitId: commit.commitId }, command, { ...moment, ...by }, moved),
  )
  commit.state = moved.state
  return seq
}

/** Offers an engine command to the machines and records it if they take it. */
export function offer(commit: PendingCommit, command: EngineCommand, cause: Cause): void {
  if (accepts(strict, commit.state, command, { actor: engine, at: commit.at, instant: commit.at }))
    record(commit, command, { actor: engine, cause })
}
