import { parentPort, workerData } from 'node:worker_threads'
import { z } from 'zod'
import { openReader } from '../../db/open-store.ts'
import { type Store, StoreUnavailable } from '../../db/store.ts'
import { InstallationVerifier, type LaunchVerification, LaunchVerifier } from '../../db/verify.ts'
import { evidenceFolder } from '../evidence/folder.ts'

/** The thread that verifies launches and the installation, for server/launches/verifier.ts. The bundle has it as a file of its own. */

const settings = z.object({ databaseUrl: z.string(), dataDir: z.string() })
export type VerifierSettings = z.infer<typeof settings>

export interface VerifierTask {
  id: number
  /** Null: the installation. */
  launch: string | null
  anew: boolean
}

export type VerifierAnswer = { id: number } & (
  | { kind: 'verified'; verification: LaunchVerification }
  | { kind: 'unavailable' | 'failed'; message: string }
)

const { databaseUrl, dataDir } = settings.parse(workerData)
const launches = new LaunchVerifier(evidenceFolder(dataDir).find)
const installation = new InstallationVerifier()
const verify = (store: Store, launch: string | null, anew: boolean): Promise<LaunchVerification> =>
  launch === null ? installation.verify(store, anew) : launches.verify(store, launch, anew)

parentPort?.on('message', async (task: VerifierTask) => parentPort?.postMessage(await answer(task)))

async function answer({ id, launch, anew }: VerifierTask): Promise<VerifierAnswer> {
  try {
    return { id, kind: 'verified', verification: await withReader((store) => verify(store, launch, anew)) }
  } catch (error) {
    const message = error instanceof Error ? (error.stack ?? error.message) : String(error)
    return error instanceof StoreUnavailable
      ? { id, kind: 'unavailable', message: error.message }
      : { id, kind: 'failed', message }
  }
}

/** Open only while something is being verified: a connection that stays open would outlive a database that is opened again. */
let reader: Promise<Store> | null = null
let users = 0

async function withReader<T>(work: (store: Store) => Promise<T>): Promise<T> {
  users += 1
  reader ??= openReader(databaseUrl)
  const opened = reader
  try {
    return await work(await opened)
  } finally {
    users -= 1
    if (users === 0) {
      reader = null
      const store = await opened.catch(() => null)
      await store?.close()
    }
  }
}
