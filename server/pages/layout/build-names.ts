import type { Build } from '../../../machines/reading/queries.ts'
import type { Words } from '../../words/index.ts'

/** A build as people call it, with its commit where that is known. */
export function buildWithCommit(w: Words, { version, commit }: Build): string {
  return commit === null ? version : w.t('build.with-commit', { version, commit: commit.slice(0, 8) })
}

/** Two builds, told apart: by their commits too where their versions are the same. */
export function buildNames(w: Words, before: Build, now: Build): { before: string; now: string } {
  const name = (build: Build) => (before.version === now.version ? buildWithCommit(w, build) : build.version)
  return { before: name(before), now: name(now) }
}
