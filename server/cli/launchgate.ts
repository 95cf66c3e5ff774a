#!/usr/bin/env node
import { enableCompileCache } from 'node:module'
import { fileURLToPath, pathToFileURL } from 'node:url'

/** What `npm start` and `npx launchgate` run: the command line from its bundle, or from its sources if the bundle can't be built. */

const root = fileURLToPath(new URL('../..', import.meta.url))

enableCompileCache(`${root}node_modules/.cache/launchgate-code`)
process.setSourceMapsEnabled(true)
// The bundle exports what its source does.
const commandLine: typeof import('./program.ts') = await import(await entry())

// Databases, evidence and copies are for this user alone, whatever the shell's own mask.
process.umask(0o077)
const args = process.argv.slice(2)

// A server goes on when nobody reads its output (see ../logging/log-output.ts).
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  const code = commandLine.exitCodeWhenUnread(args)
  if (code === null) return
  if (error.code !== 'EPIPE') throw error
  process.exit(code)
})

const exitCode = await commandLine.runCommandLine(args)
if (exitCode !== null) process.exit(exitCode)

async function entry(): Promise<string> {
  try {
    const { bundledCommandLine } = await import('./bundle.ts')
    return pathToFileURL(await bundledCommandLine(root)).href
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    const { readLocale } = await import('../settings/locale.ts')
    const { speakFor, t } = await import('./language.ts')
    await speakFor(readLocale())
    process.stderr.write(`${t('cli.from-source', { why })}\n`)
    return new URL('./program.ts', import.meta.url).href
  }
}
