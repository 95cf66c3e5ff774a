import { hostname } from 'node:os'
import { type Logger, pino } from 'pino'
import type { Config } from '../config.ts'
import { type LogOutput, logOutput, stdoutDescriptor } from './log-output.ts'

/** The server's log: JSON lines on stdout, formatted for people on a terminal. See log-output.ts for what happens when stdout fails. */
export async function serverLog({ logLevel }: Config): Promise<{ log: Logger; output: LogOutput }> {
  const format = process.stdout.isTTY ? await prettyLines() : (line: string) => line
  const output = logOutput(stdoutDescriptor(), { notice: (dropped) => format(droppedLine(dropped)) })
  const log = pino(
    { level: logLevel, redact: ['req.headers.authorization', 'req.headers.cookie', 'token', 'secret', 'password'] },
    { write: (line) => output.write(format(line)) },
  )
  return { log, output }
}

/** In this process and not as a transport of pino: its worker thread would hold lines without a limit while a terminal is paused. */
async function prettyLines(): Promise<(line: string) => string> {
  const { prettyFactory } = (await import('pino-pretty')).default
  return prettyFactory({ ignore: 'pid,hostname' })
}

/** In pino's own format, so that one parser reads all lines. */
function droppedLine(dropped: number): string {
  const line = {
    level: pino.levels.values.warn,
    time: Date.now(),
    pid: process.pid,
    hostname: hostname(),
    dropped,
    msg: 'log lines were dropped because they could not be written',
  }
  return `${JSON.stringify(line)}\n`
}
