import { spawn } from 'node:child_process'
import { constants, setPriority } from 'node:os'
import { inEnglish } from '../config.ts'

/** Makes one verified backup under this name; rejects with why there is none. When `signal` aborts, it ends within seconds. */
export type MakeBackup = (file: string, signal: AbortSignal) => Promise<void>

/** How long a process that was told to end may go on, in ms. */
const patience = 2_000
/** Of what it says only the end is kept. */
const longestReason = 2_000

/**
 * Runs `launchgate backup FILE` as a process of its own, which copying and verifying may keep busy for minutes. `program`: the file that
 * this process was started with.
 */
export function backupInProcess(program: string): MakeBackup {
  return (file, signal) =>
    new Promise((resolve, reject) => {
      const child = spawn(process.execPath, [...process.execArgv, program, 'backup', file], {
        env: inEnglish(),
        stdio: ['ignore', 'ignore', 'pipe'],
      })
      let said = ''
      child.stderr.setEncoding('utf8').on('data', (text: string) => {
        said = (said + text).slice(-longestReason)
      })
      const kill = () => child.kill('SIGKILL')
      let ending: NodeJS.Timeout | undefined
      const end = () => {
        child.kill('SIGTERM')
        ending = setTimeout(kill, patience)
      }
      process.once('exit', kill)
      signal.addEventListener('abort', end, { once: true })
      const finish = (error: Error | null) => {
        clearTimeout(ending)
        process.removeListener('exit', kill)
        signal.removeEventListener('abort', end)
        if (error === null) resolve()
        else reject(error)
      }
      child.once('error', finish)
      child.once('close', (code, killedBy) =>
        finish(code === 0 ? null : new Error(said.trim() || `The backup process ended with ${code ?? killedBy}.`)),
      )
      if (child.pid !== undefined) yieldTo(child.pid)
    })
}

/** Requests go first where there are few cores. */
function yieldTo(pid: number): void {
  try {
    setPriority(pid, constants.priority.PRIORITY_BELOW_NORMAL)
  } catch {
    // It has ended already, or the system has no priorities: then it competes like any other process.
  }
}
