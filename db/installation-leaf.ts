import { type InstallationEntry, installationDataIssue, installationEntry } from '../machines/installation/entry.ts'
import { canonical, firstIssue } from './seal.ts'
import { Damaged } from './store.ts'

/** The exact text of an entry of the installation's log. */
export const installationLeaf = (entry: InstallationEntry): string => canonical(entry)

/** The entry that a leaf is the text of. Throws Damaged when it is none, or when the text is not the canonical one. */
export function readInstallationEntry(leaf: string): InstallationEntry {
  let value: unknown
  try {
    value = JSON.parse(leaf)
  } catch (error) {
    throw new Damaged('not JSON', { cause: error })
  }
  const parsed = installationEntry.safeParse(value)
  if (!parsed.success) throw new Damaged(`not an entry: ${firstIssue(parsed.error)}`, { cause: parsed.error })
  const issue = installationDataIssue(parsed.data.action, parsed.data.data)
  if (issue !== null) throw new Damaged(`not an entry: ${firstIssue(issue)}`, { cause: issue })
  if (canonical(value) !== leaf) throw new Damaged('not the canonical JSON text')
  // Both schemas have checked the data of each action; TypeScript cannot follow which action goes with which data.
  return parsed.data as InstallationEntry
}
