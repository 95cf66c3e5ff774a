import { type ChildProcess, spawn } from 'node:child_process'
import { watch } from 'node:fs'
import { fileURLToPath } from 'node:url'

/**
 * `npm run dev`: the server, started again whenever a source, a template, a style or a pipeline changes. Node's own --watch
 * follows imported modules only, and its --watch-path does not exist on Linux.
 */

const root = fileURLToPath(new URL('..', import.meta.url))
const watched = ['db', 'machines', 'public', 'server', 'views']
/** Editors write a file in several steps, and a checkout changes many at once. In ms. */
const settle = 150

let server: ChildProcess | null = null
let timer: NodeJS.Timeout | undefined
let ending = false

function start(): void {
  const child = spawn(process.execPath, [`${root}server/cli/launchgate.js`, 'serve'], { stdio: 'inherit', cwd: root })
  server = child
  child.once('exit', (code) => {
    if (server === child) server = null
    if (ending) process.exit(code ?? 0)
    if (code !== 0 && code !== null)
      console.log(`The server exited with code ${code}. It restarts when a file changes.`)
  })
}

function restart(): void {
  if (server === null) start()
  else {
    server.removeAllListeners('exit').once('exit', start)
    // Unlike SIGTERM it does not wait for a load balancer.
    server.kill('SIGINT')
  }
}

for (const folder of watched)
  watch(`${root}${folder}`, { recursive: true }, () => {
    clearTimeout(timer)
    timer = setTimeout(restart, settle)
  })
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.on(signal, () => {
    ending = true
    if (server === null) process.exit(0)
    server.kill('SIGTERM')
  })
start()
