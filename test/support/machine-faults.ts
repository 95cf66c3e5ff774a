import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Served, served } from './server.ts'
import { inject } from './strace.ts'

/** Ends a fault. */
export type Stop = () => Promise<void>

/** A server on a machine whose disk and clock can be broken while it runs. */
export interface Breakable {
  server: Served
  /** Every way in which this machine can make fsync fail: a real error of the system call where strace is, else an error of the driver. */
  failingSync: { name: string; begin(): Promise<Stop> }[]
  /** The disk of the database is full. */
  fullDisk(): Promise<Stop>
  /** Every way in which this machine can make a write to the database fail. */
  failingWrites: { name: string; begin(): Promise<Stop> }[]
  /** What makes a write durable takes so many ms longer. */
  slowSync(ms: number): Promise<Stop>
  /** The process ends as by kill -9 at the statement of this number in a transaction that writes. */
  killAtStatement(number: number): Promise<Stop>
  /** The same at the system call of this number that writes to the database's log or makes it durable, where this machine can do that; else null. */
  killAtCall: ((calls: string, number: number) => Promise<Stop>) | null
  /** Reading the database fails, where this machine can make it fail; else null. */
  failingRead: (() => Promise<Stop>) | null
  /** Reading any file fails, where this machine can make it fail; else null. */
  failingReads: (() => Promise<Stop>) | null
  /** The wall clock jumps by this many ms; after `stop` it is right again. */
  clockJump(ms: number): Promise<Stop>
  close(): Promise<void>
}

export const hasStrace = spawnSync('strace', ['-V']).status === 0

export async function breakable(settings: Record<string, string> = {}): Promise<Breakable> {
  const folder = mkdtempSync(join(tmpdir(), 'launchgate-faults-'))
  const module = fileURLToPath(new URL('./broken-machine.ts', import.meta.url))
  const server = await served({ ...settings, FAULTS_FOLDER: folder, NODE_OPTIONS: `--import=${module}` })
  const set = async (name: string, value: string): Promise<Stop> => {
    writeFileSync(join(folder, name), value)
    return async () => rmSync(join(folder, name), { force: true })
  }
  const byDriver = (when: 'before' | 'after') => ({
    name: `an error of the driver, ${when} the commit was done`,
    begin: () => set('commit', `${when} SQLITE_IOERR_FSYNC`),
  })
  const bySystem = { name: 'EIO of fsync', begin: () => inject(server.pid(), 'fsync,fdatasync', 'error=EIO') }
  const files = ['', '-wal', '-shm'].map((end) => server.file + end)
  return {
    server,
    failingSync: hasStrace ? [bySystem, byDriver('after')] : [byDriver('after'), byDriver('before')],
    failingWrites: hasStrace
      ? ['EIO', 'ENOSPC', 'EROFS'].map((code) => ({
          name: `${code} of write`,
          begin: () => inject(server.pid(), 'write,pwrite64', `error=${code}`, files),
        }))
      : ['SQLITE_IOERR_WRITE', 'SQLITE_FULL', 'SQLITE_READONLY'].map((code) => ({
          name: `${code} of the driver`,
          begin: () => set('commit', `before ${code}`),
        })),
    slowSync: (ms) =>
      hasStrace ? inject(server.pid(), 'fsync,fdatasync', `delay_exit=${ms * 1000}`, files) : set('slow', String(ms)),
    killAtStatement: (number) => set('kill', String(number)),
    killAtCall: hasStrace ? (calls, number) => inject(server.pid(), calls, `signal=KILL:when=${number}`, files) : null,
    fullDisk: () =>
      hasStrace ? inject(server.pid(), 'write,pwrite64', 'error=ENOSPC', files) : set('commit', 'before SQLITE_FULL'),
    failingRead: hasStrace ? () => inject(server.pid(), 'read,pread64', 'error=EIO', files) : null,
    failingReads: hasStrace ? () => inject(server.pid(), 'pread64', 'error=EIO') : null,
    clockJump: (ms) => set('clock', String(ms)),
    async close() {
      await server.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
