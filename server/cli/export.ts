import { once } from 'node:events'
import type { Store } from '../../db/store.ts'
import { Failed } from './failed.ts'
import { withStore } from './services.ts'

const batch = 500

/** The exact leaves, one a line; also of a launch or a database that is damaged: its log is all that is left to prove. */
export async function exportLaunch(slug: string): Promise<void> {
  const print = async (store: Store) => {
    for (let from = 0; ; from += batch) {
      const leaves = await store.leaves(slug, from, from + batch)
      if (from === 0 && leaves.length === 0) throw new Failed(`There is no launch "${slug}".`)
      if (!process.stdout.write(leaves.map((leaf) => `${leaf}\n`).join(''))) await once(process.stdout, 'drain')
      if (leaves.length < batch) return
    }
  }
  await withStore(print, { acceptAltered: true })
}
