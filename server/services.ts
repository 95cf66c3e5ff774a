import type { Logger } from 'pino'
import type { Store } from '../db/store.ts'
import type { Config } from './config.ts'
import type { EvidenceFolder } from './evidence/folder.ts'
import type { Figures } from './figures/figures.ts'
import type { Verifier } from './launches/verifier.ts'
import type { Pipelines } from './pipelines/choosable.ts'

/** What every handler works with; made once by main.ts, the command line or a test. */
export interface Services {
  store: Store
  config: Config
  /** The present instant in epoch ms, read once per request, where the request arrives. In the server it throws ClockJumped: see clock.ts. */
  clock: () => number
  log: Logger
  pipelines: Pipelines
  evidence: EvidenceFolder
  verifier: Verifier
  figures: Figures
}
