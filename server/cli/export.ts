import { once } from 'node:events'
import { pino } from 'pino'
import type { Store } from '../../db/store.ts'
import { operator } from '../../machines/installation/entry.ts'
import { noteLogRead } from '../audit/log-reads.ts'
import { Failed } from './failed.ts'
import { t } from './language.ts'
import { withStore } from './services.ts'

const batch = 500

/**
 * Prints the exact leaves of a launch or of the installation, one per line; also of a damaged one, whose log can still be proved.
 * Then it writes to the log of the installation that they were exported.
 */
export async function exportLog(slug: string | undefined, { installation }: { installation: boolean }): Promise<void> {
  if ((slug === undefined) !== installation) throw new Failed(t('cli.launch-or-installation'))
  await withStore(
    async (store, { logLevel }) => {
      if (slug === undefined)
        await print((from, to) => store.installation.leaves(from, to), t('cli.no-installation-log'))
      else await print((from, to) => store.leaves(slug, from, to), t('cli.no-such-launch', { launch: slug }))
      const log = pino({ level: logLevel }, pino.destination({ fd: 2, sync: true }))
      await noteLogRead({ store, clock: Date.now, log }, 'log.export', operator, slug ?? null)
    },
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
