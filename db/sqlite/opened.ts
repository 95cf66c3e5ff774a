import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { StoreUnavailable } from '../store.ts'
import type { Connection } from './connection.ts'
import { DataVersion } from './data-version.ts'
import { DirectoryMemory } from './directory-memory.ts'
import { type DirectoryRows, directoryRows } from './directory-rows.ts'
import { InstallationRows } from './installation.ts'
import { type IntegrityRows, integrityRows } from './integrity.ts'
import type { KeyClock } from './key-clock.ts'
import { Launches } from './launches.ts'
import { type Listed, listedRows } from './listed.ts'
import { type LogSearchRows, logSearch } from './log-search.ts'
import { type PipelineRows, pipelineRows } from './pipelines.ts'
import { type Projections, sqliteProjections } from './projections.ts'
import { schemaDifference } from './schema-check.ts'
import { Transactions } from './transactions.ts'

/** One connection and everything that was prepared or remembered on it. It is replaced as a whole when the file is opened anew. */
export interface Opened {
  connection: Connection
  transactions: Transactions
  launches: Launches
  /** For the session alone, which must read past the memory. Everybody else goes through `memory`. */
  directory: DirectoryRows
  memory: DirectoryMemory
  installation: InstallationRows
  pipelines: PipelineRows
  projections: Projections
  listed: Listed
  search: LogSearchRows
  integrity: IntegrityRows
  /** Throws StoreUnavailable when the schema is not what the migrations made: without its triggers the log is unprotected. */
  requireSchema: () => void
  dataVersion: DataVersion
}

export function prepareOn(
  connection: Connection,
  busyTimeoutMs: number,
  keyClock: KeyClock,
  acceptAltered: boolean,
): Opened {
  const requireSchema = () => {
    const difference = acceptAltered ? null : schemaDifference(connection.$client)
    if (difference !== null) throw new StoreUnavailable('nothing', `The database was altered: ${difference}.`)
  }
  const projections = sqliteProjections(connection)
  const dataVersion = new DataVersion(connection)
  const directory = directoryRows(connection)
  const installation = new InstallationRows(connection, directory)
  return {
    connection,
    transactions: new Transactions(connection, busyTimeoutMs),
    launches: new Launches(connection, dataVersion, keyClock, projections, installation, requireSchema),
    directory,
    installation,
    memory: new DirectoryMemory(dataVersion, directory),
    pipelines: pipelineRows(connection),
    projections,
    listed: listedRows(connection),
    search: logSearch(connection),
    integrity: integrityRows(connection, dataVersion),
    requireSchema,
    dataVersion,
  }
}

const checkpoint = z.tuple([z.object({ busy: z.number(), log: z.number(), checkpointed: z.number() })])

/**
 * Makes everything that this connection can read durable, or throws. To be called on a new connection after an I/O error, because
 * recovery takes whole frames from the write-ahead log whether or not they ever reached the disk.
 *
 * First a commit of our own: where another process kept the log's index in memory, its frames overwrite those of the commit that failed.
 * Then a checkpoint: it writes every page again, into the database file. A repeated fsync of the log would not be enough, since Linux
 * reports a failed write once and then takes the page for clean (fsync(2), notes on error reporting).
 */
export function makeDurable({ connection, transactions, directory }: Opened): void {
  transactions.write(() => directory.setSetting('last-recovery', randomUUID()), true)
  const [{ log, checkpointed }] = checkpoint.parse(connection.$client.pragma('wal_checkpoint(TRUNCATE)'))
  // A reader of another process may keep the log from being emptied, which does no harm.
  if (log < 0 || checkpointed !== log) throw new Error('The write-ahead log could not be copied into the database yet.')
}
