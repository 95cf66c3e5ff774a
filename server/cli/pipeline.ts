import { createReadStream } from 'node:fs'
import type { Pipeline } from '../../machines/pipeline/pipeline.ts'
import { Failed, messageOf } from './failed.ts'
import { speech, t } from './language.ts'
import { print, say, table, visible } from './print.ts'

/** Pipelines as files and in the database. `check` needs no database and loads none. */

/** Prints every error with its place and its fix, and returns 1; or prints the size of a valid pipeline and returns 0. */
export async function check(file: string): Promise<number> {
  const pipeline = await validPipeline(file)
  if (pipeline === null) return 1
  print(visible(t('cli.pipeline-valid', { file, size: sizeOf(pipeline) })))
  return 0
}

/** Those that a launch can be created from. */
export async function list(): Promise<void> {
  const { withServices } = await import('./services.ts')
  const { builtInPipelines } = await import('../pipelines/built-in.ts')
  const builtIn = await builtInPipelines()
  await withServices(async ({ pipelines }) => {
    const rows = (await pipelines.all()).map(({ definition: { id, version, gates, languages } }) => [
      id,
      String(version),
      String(gates.length),
      languages.join(', '),
      builtIn.get(id)?.definition.version === version ? t('cli.built-in') : t('cli.imported'),
    ])
    const heads = [
      t('cli.head.id'),
      t('cli.head.version'),
      t('cli.head.gates'),
      t('cli.head.languages'),
      t('cli.head.source'),
    ]
    print(table(heads, rows))
  })
}

/** Checks the file, keeps the pipeline and prints its id; launches can be created from it at once, by a running server too. */
export async function importFile(file: string): Promise<number> {
  const pipeline = await validPipeline(file)
  if (pipeline === null) return 1
  const { withStore } = await import('./services.ts')
  const { builtInPipelines } = await import('../pipelines/built-in.ts')
  const { importPipeline } = await import('../pipelines/choosable.ts')
  const { id, version } = pipeline.definition
  const builtIn = await builtInPipelines()
  const added = await withStore((store) => importPipeline(builtIn, store, pipeline, Date.now()))
  const one = { id, version: String(version) }
  if (added.kind === 'not-newer')
    throw new Failed(
      added.newest === version
        ? t('cli.pipeline-differs', one)
        : t('cli.pipeline-older', { ...one, newest: String(added.newest) }),
    )
  say(
    added.kind === 'there'
      ? t('cli.pipeline-there', one)
      : t('cli.pipeline-imported', { ...one, size: sizeOf(pipeline) }),
  )
  print(id)
  return 0
}

/** The pipeline of a file, or null when it has errors, which are printed. */
async function validPipeline(file: string): Promise<Pipeline | null> {
  const text = textOf(file, await bytesOf(file))
  const { errorLine, readPipeline } = await import('../pipelines/read.ts')
  const read = readPipeline(text)
  if (read.ok) return read.pipeline
  for (const error of read.errors) print(visible(errorLine(speech(), file, error)))
  return null
}

function sizeOf({ definition: { gates } }: Pipeline): string {
  const items = gates.reduce((sum, gate) => sum + gate.items.length, 0)
  return t('cli.pipeline-size', { gates: gates.length, items })
}

/** Pipelines are written by hand, so a larger file is something else. */
const mostBytes = 1024 * 1024

/** Reads no further than the limit, whatever the name leads to. */
async function bytesOf(file: string): Promise<Buffer> {
  const chunks: Buffer[] = []
  try {
    for await (const chunk of createReadStream(file, { end: mostBytes })) chunks.push(Buffer.from(chunk))
  } catch (error) {
    throw new Failed(t('cli.cannot-read', { file, why: messageOf(error) }))
  }
  const bytes = Buffer.concat(chunks)
  if (bytes.length <= mostBytes) return bytes
  throw new Failed(t('cli.pipeline-too-large', { file }))
}

function textOf(file: string, bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw new Failed(t('cli.not-utf8', { file }))
  }
}
