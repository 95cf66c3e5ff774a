import type { Logger } from 'pino'
import type { Store } from '../db/store.ts'
import type { Pipeline } from '../machines/pipeline.ts'
import type { Config } from './config.ts'
import type { EvidenceFolder } from './evidence-folder.ts'

/** What every handler works with; made once by main.ts, the command line or a test. */
export interface Services {
  store: Store
  config: Config
  /** The present instant in epoch ms, read once per request at the edge. */
  clock: () => number
  log: Logger
  /** Pipelines that a launch can be created from, by id. */
  pipelines: ReadonlyMap<string, Pipeline>
  evidence: EvidenceFolder
}
