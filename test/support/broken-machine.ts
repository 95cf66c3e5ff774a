import { existsSync, readFileSync } from 'node:fs'
import Database from 'better-sqlite3'

/**
 * Loaded into a server before its own code (NODE_OPTIONS=--import): faults that a test switches on by files in FAULTS_FOLDER, for what no
 * system call can be made to do. `kill` holds a number: the process ends as by kill -9 at the statement of this number in
 * a transaction that writes, COMMIT among them. `slow` holds the milliseconds that a COMMIT takes longer. `commit` holds `before CODE` or `after CODE`: COMMIT fails with this SQLite code, before it was done
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
    countCalls(statement)
    const { run } = statement
    const original = (): unknown => Reflect.apply(run, statement, [])
    if (source.startsWith('BEGIN')) return withRun(statement, () => begin(source, original))
    return source === 'COMMIT' ? withRun(statement, () => commit(original)) : statement
  },
})

function withRun(statement: Database.Statement, run: () => unknown): Database.Statement {
  return Object.defineProperty(statement, 'run', { value: run })
}

/** Of the transaction that is open. */
let calls = 0

function countCalls(statement: Database.Statement): void {
  for (const name of ['run', 'get', 'all'] as const) {
    const call = statement[name]
    Object.defineProperty(statement, name, {
      configurable: true,
      value: (...args: unknown[]): unknown => {
        calls += 1
        if (isWrite && calls === Number(fault('kill') ?? 0)) process.kill(process.pid, 'SIGKILL')
        return Reflect.apply(call, statement, args)
      },
    })
  }
}

function begin(source: string, run: () => unknown): unknown {
  isWrite = source === 'BEGIN IMMEDIATE'
  calls = 0
  return run()
}

/** The end of a transaction that only reads never touches the disk. */
function commit(run: () => unknown): unknown {
  const [when, code] = (isWrite ? fault('commit') : null)?.split(' ') ?? []
  const slow = Number((isWrite ? fault('slow') : null) ?? 0)
  if (slow > 0) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, slow)
  if (code === undefined) return run()
  if (when === 'after') run()
  throw new Database.SqliteError('a fault of the test', code)
}
