import { spawn } from 'node:child_process'
import { randomInt } from 'node:crypto'
import { hasStrace } from './machine-faults.ts'

/** A moment in a process: its first of these system calls that has to do with this path, or the one of this number. */
export interface Moment {
  name: string
  /** As strace(1) takes them. */
  calls: string
  path?: string
  when?: number
}

/**
 * Runs Node with these arguments and kills it (-9) at this moment; where there is no strace, after a random time. Resolves when the
 * process is gone, with whether it was killed.
 */
export function killedAt(moment: Moment, args: readonly string[], env: NodeJS.ProcessEnv): Promise<boolean> {
  const { calls, path, when = 1 } = moment
  const only = path === undefined ? [] : ['-P', path]
  const strace = ['-f', '-qq', '-o', '/dev/null', ...only, '-e', `trace=${calls}`]
  const injected = ['-e', `inject=${calls}:signal=SIGKILL:when=${when}`, process.execPath]
  const [command, ...first] = hasStrace ? ['strace', ...strace, ...injected] : [process.execPath]
  // One thread for files, so that the calls of all files are counted together.
  const child = spawn(command ?? '', [...first, ...args], { env: { ...env, UV_THREADPOOL_SIZE: '1' }, stdio: 'ignore' })
  const timer = hasStrace ? undefined : setTimeout(() => child.kill('SIGKILL'), randomInt(50, 1500))
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', (code, signal) => {
      clearTimeout(timer)
      resolve(signal === 'SIGKILL' || code === 128 + 9)
    })
  })
}
