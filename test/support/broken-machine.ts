import { existsSync, readFileSync } from 'node:fs'
import Database from 'better-sqlite3'

/**
 * Loaded into a server before its own code (NODE_OPTIONS=--import): faults that a test switches on by files in FAULTS_FOLDER, for what no
 * system call can be made to do. `commit` holds `before CODE` or `after CODE`: COMMIT fails with this SQLite code, before it was done
 * or after. `clock` holds the milliseconds by which the wall clock is wrong.
 */

const folder = process.env.FAULTS_FOLDER ?? ''
const fault = (name: string): string | null =>
  existsSync(`${folder}/${name}`) ? readFileSync(`${folder}/${name}`, 'utf8') : null

const trueTime = Date.now
Date.now = () => trueTime() + Number(fault('clock') ?? 0)

let isWrite = false
const { prepare } = Database.prototype
Object.defineProperty(Database.prototype, 'prepare', {
  value(this: Database.Database, source: string) {
    const statement = prepare.call(this, source)
    const { run } = statement
    const original = (): unknown => Reflect.apply(run, statement, [])
    if (source.startsWith('BEGIN')) return withRun(statement, () => begin(source, original))
    return source === 'COMMIT' ? withRun(statement, () => commit(original)) : statement
  },
})

function withRun(statement: Database.Statement, run: () => unknown): Database.Statement {
  return Object.defineProperty(statement, 'run', { value: run })
}

function begin(source: string, run: () => unknown): unknown {
  isWrite = source === 'BEGIN IMMEDIATE'
  return run()
}

/** The end of a transaction that only reads never touches the disk. */
function commit(run: () => unknown): unknown {
  const [when, code] = (isWrite ? fault('commit') : null)?.split(' ') ?? []
  if (code === undefined) return run()
  if (when === 'after') run()
  throw new Database.SqliteError('a fault of the test', code)
}
