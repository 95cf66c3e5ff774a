import { once } from 'node:events'
import { Failed } from './failed.ts'
import { withStore } from './services.ts'

const batch = 500

/** The exact leaves, one a line. */
export async function exportLaunch(slug: string): Promise<void> {
  await withStore(async (store) => {
    const launch = await store.load(slug)
    if (launch === null) throw new Failed(`There is no launch "${slug}".`)
    for (let from = 0; from < launch.version; from += batch) {
      const leaves = await store.leaves(slug, from, Math.min(launch.version, from + batch))
      if (!process.stdout.write(leaves.map((leaf) => `${leaf}\n`).join(''))) await once(process.stdout, 'drain')
    }
  })
}
