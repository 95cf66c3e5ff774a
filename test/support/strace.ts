import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'

/** Real faults of system calls in a running process, injected by strace(1): the program gets the error, nothing is simulated in it. */

/**
 * Attaches strace to every thread of a process with one injection; `calls` are the system calls it applies to, on these
 * files alone where paths are given. The returned function
 * ends it. Rejects where strace cannot attach.
 */
export async function inject(
  pid: number,
  calls: string,
  fault: string,
  paths: readonly string[] = [],
): Promise<() => Promise<void>> {
  const options = ['-f', '-q', '-e', `trace=${calls}`, '-e', `inject=${calls}:${fault}`, '-o', '/dev/null']
  const only = paths.flatMap((path) => ['-P', path])
  const strace = spawn('strace', [...options, ...only, '-p', String(pid)], { stdio: ['ignore', 'ignore', 'pipe'] })
  let said = ''
  strace.stderr.on('data', (data) => {
    said += data
  })
  const ended = once(strace, 'exit')
  // With -q strace says nothing when it is attached; the kernel does.
  for (let tries = 0; isThere(pid) && !(await isTraced(pid)); tries += 1) {
    if ((strace.exitCode !== null && isThere(pid)) || tries > 500)
      throw new Error(`strace did not attach to ${pid}: ${said}`)
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
  return async () => {
    strace.kill('SIGINT')
    await ended
  }
}

/** A signal that is injected may end the process at once. */
const isThere = (pid: number): boolean => existsSync(`/proc/${pid}/task/${pid}`)

/** Whether every thread of a process has a tracer; see proc_pid_status(5). */
async function isTraced(pid: number): Promise<boolean> {
  const threads = await readdir(`/proc/${pid}/task`).catch(noneIfGone)
  const states = await Promise.all(
    threads.map((thread) => readFile(`/proc/${pid}/task/${thread}/status`, 'utf8').catch(noneIfGone)),
  )
  return states.every((state) => !/^TracerPid:\t0$/m.test(String(state)))
}

function noneIfGone(error: NodeJS.ErrnoException): [] {
  if (error.code === 'ENOENT' || error.code === 'ESRCH') return []
  throw error
}
