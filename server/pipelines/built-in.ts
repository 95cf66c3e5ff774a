import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Pipeline } from '../../machines/pipeline/pipeline.ts'
import { terminalEnglish } from '../words/terminal.ts'

/**
 * In a bundle: the name of the file beside it that has the pipelines as JSON, read and checked when the bundle was made. Reading the YAML
 * files would take an eighth of the time of a start.
 */
declare const bundledPipelines: string | undefined

/** The pipelines that come with the product, by id. Throws if one of them has an error. */
export async function builtInPipelines(): Promise<Map<string, Pipeline>> {
  const all = typeof bundledPipelines === 'string' ? await readBundled(bundledPipelines) : await readFiles()
  return new Map(all.map((pipeline) => [pipeline.definition.id, pipeline]))
}

/** One of them. Throws if there is none of that id. */
export async function builtInPipeline(id: string): Promise<Pipeline> {
  const found = (await builtInPipelines()).get(id)
  if (!found) throw new Error(`no built-in pipeline ${id}`)
  return found
}

async function readBundled(name: string): Promise<Pipeline[]> {
  return JSON.parse(await readFile(join(import.meta.dirname, name), 'utf8'))
}

async function readFiles(): Promise<Pipeline[]> {
  const { errorLine, readPipeline } = await import('./read.ts')
  const folder = new URL('../../machines/pipeline/', import.meta.url)
  const names = (await readdir(folder)).filter((name) => name.endsWith('.yaml')).sort()
  return Promise.all(
    names.map(async (name) => {
      const read = readPipeline(await readFile(new URL(name, folder), 'utf8'))
      if (!read.ok) throw new Error(read.errors.map((error) => errorLine(terminalEnglish, name, error)).join('\n'))
      if (`${read.pipeline.definition.id}.yaml` !== name)
        throw new Error(
          `${name} holds the pipeline ${read.pipeline.definition.id}: a file is named after its pipeline.`,
        )
      return read.pipeline
    }),
  )
}
