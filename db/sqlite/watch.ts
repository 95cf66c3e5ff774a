import { max } from 'drizzle-orm'
import { z } from 'zod'
import { json, parseStored } from '../rows.ts'
import type { Commit } from '../store.ts'
import type { Connection } from './connection.ts'
import type { DataVersion } from './data-version.ts'
import { commits } from './schema.ts'

const gateVersions = z.array(z.strictObject({ id: z.string(), version: z.number().int() }))

type CommitRow = typeof commits.$inferSelect

/** A commit as its row says it. Throws Damaged. */
export function commitOfRow(row: Omit<CommitRow, 'id'>): Commit {
  const where = `row of commit ${row.launch}:${row.version}`
  return {
    launch: row.launch,
    version: row.version,
    gates: parseStored(gateVersions, where, json(row.gates, where)),
    at: row.at,
  }
}

type Listener = (commit: Commit) => void

/**
 * Tells listeners of every commit, in the order in which they became durable, each once: those of this process when
 * `announce` is called after one, those of others (the command line beside a running server) within `pollMs`.
 */
export class Watch {
  readonly #pollMs: number
  readonly #listeners = new Set<{ hear: Listener }>()
  /** Null while no connection may be read. */
  #reads: Reads | null = null
  #timer: NodeJS.Timeout | null = null
  /** Commits up to this row were announced, or were there before anybody listened. */
  #announced = 0
  #announcing = false
  #dataVersion: unknown = null

  constructor(pollMs: number) {
    this.#pollMs = pollMs
  }

  /** Reads through this connection from now on, and announces what it finds that was not announced yet. */
  resume(connection: Connection, dataVersion: DataVersion): void {
    this.#reads = { ...prepareReads(connection), dataVersion }
    this.#dataVersion = null
    if (this.#timer !== null) this.announce()
  }

  /** Reads nothing until `resume`; who listens stays. */
  pause(): void {
    this.#reads = null
  }

  add(hear: Listener): () => void {
    if (this.#timer === null) this.#start()
    // The same function may listen twice, so each listening is an object of its own.
    const listening = { hear }
    this.#listeners.add(listening)
    return () => {
      this.#listeners.delete(listening)
      if (this.#listeners.size === 0) this.stop()
    }
  }

  /** To be called after a COMMIT of this process. It never throws: what is committed must be acknowledged. */
  announce(): void {
    // A listener may send a command of its own: its commit is told after this one, not in the middle of it.
    if (this.#listeners.size === 0 || this.#announcing) return
    this.#announcing = true
    try {
      for (let rows = this.#next(); rows.length > 0; rows = this.#next())
        for (const row of rows) {
          this.#announced = row.id
          this.#tell(commitOfRow(row))
          // A listener may close the store, or find that it must be opened anew.
          if (this.#reads === null || this.#listeners.size === 0) return
        }
    } catch (error) {
      warn(error)
      // Nothing is lost: the next poll looks again, whatever the version says.
      this.#dataVersion = null
    } finally {
      this.#announcing = false
    }
  }

  #next(): CommitRow[] {
    return this.#reads?.after.all(this.#announced) ?? []
  }

  stop(): void {
    this.#listeners.clear()
    if (this.#timer !== null) clearInterval(this.#timer)
    this.#timer = null
  }

  #start(): void {
    // The version first: what is committed between the two reads is then announced, not lost.
    this.#dataVersion = this.#readDataVersion()
    this.#announced = this.#reads?.newest.get()?.id ?? 0
    this.#timer = setInterval(() => this.#poll(), this.#pollMs).unref()
  }

  /** The data version changes when another connection has committed, and costs no read of the file. */
  #poll(): void {
    if (this.#reads === null) return
    try {
      const version = this.#readDataVersion()
      if (version === this.#dataVersion) return
      this.#dataVersion = version
      this.announce()
    } catch (error) {
      warn(error)
    }
  }

  #readDataVersion(): unknown {
    return this.#reads?.dataVersion.now()
  }

  #tell(commit: Commit): void {
    for (const { hear } of [...this.#listeners]) {
      try {
        hear(commit)
      } catch (error) {
        // What is committed stays committed, and the others hear of it all the same.
        warn(error)
      }
    }
  }
}

type Reads = ReturnType<typeof prepareReads> & { dataVersion: DataVersion }

function prepareReads(connection: Connection) {
  return {
    after: connection.$client.prepare<[number], CommitRow>(
      'select id, launch, version, gates, at from commits where id > ? order by id limit 64',
    ),
    newest: connection
      .select({ id: max(commits.id) })
      .from(commits)
      .prepare(),
  }
}

function warn(error: unknown): void {
  process.emitWarning(error instanceof Error ? error : new Error(String(error)))
}
