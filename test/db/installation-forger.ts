import { installationLeaf } from '../../db/installation-leaf.ts'
import { append, emptyFrontier, leafHash } from '../../db/merkle.ts'
import type { Store } from '../../db/store.ts'
import type { InstallationEntry } from '../../machines/installation/entry.ts'
import type { Place } from './contract/store-under-test.ts'

/**
 * Somebody who can write to the database and knows the program: they rewrite the log of the installation, number its entries anew, and
 * recompute hashes and tree, so that only the content can give them away.
 */
export async function forgeInstallation(
  place: Pick<Place, 'tamper'>,
  store: Store,
  change: (entries: InstallationEntry[]) => InstallationEntry[],
): Promise<void> {
  const before = (await store.installation.find({}, 0, 10_000)).reverse()
  const entries = change(structuredClone(before)).map((entry, seq) => ({ ...entry, seq }))
  if (JSON.stringify(entries) === JSON.stringify(before)) throw new Error('Nothing was forged.')
  let frontier = emptyFrontier
  const rows = entries.map((entry) => {
    const leaf = installationLeaf(entry)
    frontier = append(frontier, leafHash(leaf))
    const hash = leafHash(leaf).toString('hex')
    const texts = [entry.action, entry.actor.id, leaf, hash, JSON.stringify(frontier.nodes)].map(quoted)
    return `insert into installation_entries (seq, at, action, actor, leaf, hash, edge)
      values (${entry.seq}, ${Date.parse(entry.at)}, ${texts.join(', ')})`
  })
  await place.tamper('delete from installation_entries', ...rows)
}

const quoted = (value: string): string => `'${value.replaceAll("'", "''")}'`
