import { once } from 'node:events'
import type { Store } from '../../db/store.ts'
import { Failed } from './failed.ts'
import { withStore } from './services.ts'

const batch = 500

/** Prints the exact leaves of a launch or of the installation, one per line; also of a damaged one, whose log can still be proved. */
export async function exportLog(slug: string | undefined, { installation }: { installation: boolean }): Promise<void> {
  if ((slug === undefined) !== installation) throw new Failed('Pass either a launch or --installation.')
  await withStore(
    (store) =>
      slug === undefined
        ? print((from, to) => store.installation.leaves(from, to), 'This installation has no log yet.')
        : print((from, to) => store.leaves(slug, from, to), `Launch "${slug}" not found.`),
    { acceptAltered: true },
  )
}

async function print(leavesOf: (from: number, to: number) => ReturnType<Store['leaves']>, none: string): Promise<void> {
  for (let from = 0; ; from += batch) {
    const leaves = await leavesOf(from, from + batch)
    if (from === 0 && leaves.length === 0) throw new Failed(none)
    if (!process.stdout.write(leaves.map((leaf) => `${leaf}\n`).join(''))) await once(process.stdout, 'drain')
    if (leaves.length < batch) return
  }
}
