#!/usr/bin/env node
import { enableCompileCache } from 'node:module'
import { fileURLToPath, pathToFileURL } from 'node:url'

/** What `npm start` and `npx launchgate` run: the command line from its bundle, or from its sources where no bundle can be made. */

const root = fileURLToPath(new URL('../..', import.meta.url))

enableCompileCache(`${root}node_modules/.cache/launchgate-code`)
process.setSourceMapsEnabled(true)
await import(await entry())

async function entry(): Promise<string> {
  try {
    const { bundledCommandLine } = await import('./bundle.ts')
    return pathToFileURL(await bundledCommandLine(root)).href
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    process.stderr.write(`Launchgate starts from its sources, which is slower: no bundle can be made (${why}).\n`)
    return new URL('./program.ts', import.meta.url).href
  }
}
