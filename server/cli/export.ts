import { once } from 'node:events'
import type { Store } from '../../db/store.ts'
import { Failed } from './failed.ts'
import { withStore } from './services.ts'

const batch = 500

/** Prints the exact leaves, one per line; also of a damaged launch or database, whose log can still be proved. */
export async function exportLaunch(slug: string): Promise<void> {
  const print = async (store: Store) => {
    for (let from = 0; ; from += batch) {
      const leaves = await store.leaves(slug, from, from + batch)
      if (from === 0 && leaves.length === 0) throw new Failed(`Launch "${slug}" not found.`)
      if (!process.stdout.write(leaves.map((leaf) => `${leaf}\n`).join(''))) await once(process.stdout, 'drain')
      if (leaves.length < batch) return
    }
  }
  await withStore(print, { acceptAltered: true })
}
