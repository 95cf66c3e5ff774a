import { pino } from 'pino'
import { openStore } from '../../db/open-store.ts'
import type { Store } from '../../db/store.ts'
import { backupsFolder } from '../backups/backups-folder.ts'
import { type Config, readConfig } from '../config.ts'
import { evidenceFolder } from '../evidence/folder.ts'
import { newFigures } from '../figures/figures.ts'
import { verifierHere } from '../launches/verifier.ts'
import { builtInPipelines } from '../pipelines/built-in.ts'
import { pipelinesOf } from '../pipelines/choosable.ts'
import type { Services } from '../services.ts'

/**
 * Runs one command on the database of the settings and closes it again. The server's lock is not taken: a command may run
 * beside a server, and waits up to 5 s for the file. A database whose schema was altered is refused unless `acceptAltered`.
 */
export async function withStore<T>(
  work: (store: Store, config: Config) => Promise<T>,
  options: { acceptAltered?: boolean } = {},
): Promise<T> {
  const config = readConfig()
  const store = await openStore(config.databaseUrl, { ...options, copiesTo: backupsFolder(config.dataDir) })
  try {
    return await work(store, config)
  } finally {
    await store.close()
  }
}

/** The same with all that handleCommand works with. */
export async function withServices<T>(work: (services: Services) => Promise<T>): Promise<T> {
  const builtIn = await builtInPipelines()
  return withStore((store, config) => {
    const evidence = evidenceFolder(config.dataDir)
    return work({
      store,
      config,
      clock: Date.now,
      log: pino({ level: config.logLevel }, pino.destination({ fd: 2, sync: true })),
      pipelines: pipelinesOf(builtIn, store),
      evidence,
      verifier: verifierHere(store, evidence.find),
      figures: newFigures(),
    })
  })
}
