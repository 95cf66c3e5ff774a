import { readdir, readFile } from 'node:fs/promises'
import {
  type Document,
  isAlias,
  isMap,
  isNode,
  isScalar,
  isSeq,
  LineCounter,
  type Pair,
  parseDocument,
  visit,
  type YAMLError,
  type YAMLMap,
} from 'yaml'
import { checkPipeline } from '../../machines/pipeline/check-pipeline.ts'
import { definitionSchema, type Pipeline, pipelineTextsSchema } from '../../machines/pipeline/pipeline.ts'
import type { PipelinePath, PipelineProblem } from '../../machines/pipeline/pipeline-problem.ts'
import { shapePipeline } from './shape.ts'

/** One error of a pipeline file: line and column from 1, the path in the file, what is wrong and how to fix it, in English. */
export interface PipelineError {
  line: number
  column: number
  path: string
  message: string
  fix: string
}

export type ReadPipeline = { ok: true; pipeline: Pipeline } | { ok: false; errors: PipelineError[] }

/**
 * Reads a pipeline file (YAML 1.2, core schema): a pipeline of which launches can be made, or every error that could be found at
 * once, in the order of lines. A file that is no YAML is not looked at any further.
 */
export function readPipeline(yamlText: string): ReadPipeline {
  const lines = new LineCounter()
  // Keys named twice are found below, where their names can be said.
  const document = parseDocument(yamlText, {
    version: '1.2',
    schema: 'core',
    lineCounter: lines,
    prettyErrors: false,
    uniqueKeys: false,
    stringKeys: true,
    resolveKnownTags: false,
    // Silent would also hush that there is a second document.
    logLevel: 'error',
  })
  const place = (offset: number) => {
    const { line, col } = lines.linePos(offset)
    return { line: Math.max(line, 1), column: Math.max(col, 1) }
  }
  const broken = [
    // A tag that nobody knows is but a warning to the parser; to us it is a text that says something else than it seems to.
    ...faultsOf(document).map((error) => ({
      at: openQuote(document, error) ?? error.pos[0],
      ...inPlainWords(error.message),
    })),
    ...undefinedAliases(document),
    ...recursiveAliases(document),
  ]
  if (broken.length > 0) return refused(broken.map(({ at, ...said }) => ({ ...place(at), path: '', ...said })))
  const data = plain(document)
  if (data === null) return refused([{ line: 1, column: 1, path: '', ...tooManyAliases }])
  const { pipeline, issues } = judge(data.value)
  const errors = [
    ...duplicateKeys(document).map(({ at, ...said }) => ({ ...place(at), ...said })),
    ...issues.map((issue) => {
      const { at, path } = placed(document, issue)
      return { ...place(at), path, message: issue.message, fix: issue.fix }
    }),
  ]
  if (errors.length > 0) return refused(errors)
  return {
    ok: true,
    pipeline: {
      definition: definitionSchema.parse(pipeline.definition),
      texts: pipelineTextsSchema.parse(pipeline.texts),
    },
  }
}

/** The pipelines that come with the product, by id. Throws if one of them has an error. */
export async function builtInPipelines(): Promise<Map<string, Pipeline>> {
  const folder = new URL('../../machines/pipeline/', import.meta.url)
  const names = (await readdir(folder)).filter((name) => name.endsWith('.yaml')).sort()
  const all = await Promise.all(
    names.map(async (name) => {
      const read = readPipeline(await readFile(new URL(name, folder), 'utf8'))
      if (!read.ok) throw new Error(read.errors.map((error) => errorLine(name, error)).join('\n'))
      if (`${read.pipeline.definition.id}.yaml` !== name)
        throw new Error(
          `${name} holds the pipeline ${read.pipeline.definition.id}: a file is named after its pipeline.`,
        )
      return read.pipeline
    }),
  )
  return new Map(all.map((pipeline) => [pipeline.definition.id, pipeline]))
}

/** One of them. Throws if there is none of that id. */
export async function builtInPipeline(id: string): Promise<Pipeline> {
  const found = (await builtInPipelines()).get(id)
  if (!found) throw new Error(`no built-in pipeline ${id}`)
  return found
}

/** An error as compilers print it: file, line and column, what is wrong, how to fix it. */
export function errorLine(file: string, { line, column, message, fix }: PipelineError): string {
  return `${file}:${line}:${column}: ${message} ${fix}`
}

function refused(errors: PipelineError[]): ReadPipeline {
  return { ok: false, errors: errors.sort((a, b) => a.line - b.line || a.column - b.column) }
}

/** If one of these parts is wrong, every other line would be too: only its own errors are reported. */
const ground = ['', 'roles', 'phases', 'gates']

function judge(value: unknown): { pipeline: Pipeline; issues: PipelineProblem[] } {
  const { pipeline, issues } = shapePipeline(value)
  if (issues.some(({ path }) => (path.length < 2 && ground.includes(written(path))) || path[0] === 'languages'))
    return { pipeline, issues }
  // What could not be read at a place was said; what follows from its absence there need not be.
  const said = (path: PipelinePath) => issues.some((issue) => issue.path.every((step, index) => step === path[index]))
  return { pipeline, issues: [...issues, ...checkPipeline(pipeline).filter((issue) => !said(issue.path))] }
}

interface Said {
  message: string
  fix: string
}

/** The parser reports each level at which it ran out of stack, and what follows from that: the first says it all. */
function faultsOf({ errors, warnings }: Document): YAMLError[] {
  const tooDeep = errors.find(({ message }) => isTooDeep(message))
  return tooDeep ? [tooDeep] : [...errors, ...warnings]
}

const isTooDeep = (message: string): boolean => /call stack|stack overflow/i.test(message)

function inPlainWords(message: string): Said {
  if (isTooDeep(message)) return { message: 'This file is nested too deeply.', fix: 'Remove some levels.' }
  return {
    message: `Invalid YAML: ${message.replace(/(["'])quote/, 'quote $1').replace(/\.?$/, '.')}`,
    fix: 'Check indentation and quotes here and on the lines above.',
  }
}

/** A quote that is never closed ends with the file; it is fixed where it begins. */
function openQuote(document: Document, error: YAMLError): number | null {
  if (!/^Missing closing .quote/.test(error.message)) return null
  let opened: number | null = null
  visit(document, {
    Scalar: (_, scalar) => {
      if (scalar.type?.startsWith('QUOTE') && start(scalar) < error.pos[0]) opened = start(scalar)
    },
  })
  return opened
}

const tooManyAliases: Said = {
  message: 'Too many YAML aliases.',
  fix: 'Expand them.',
}

function undefinedAliases(document: Document): ({ at: number } & Said)[] {
  const found: ({ at: number } & Said)[] = []
  visit(document, {
    Alias: (_, alias) => {
      if (alias.resolve(document) === undefined)
        found.push({
          at: start(alias),
          message: `Undefined anchor &${alias.source}.`,
          fix: `Define &${alias.source} above this line, or expand *${alias.source}.`,
        })
    },
  })
  return found
}

/** An alias names an anchor above it, so a part can only contain itself by an alias inside the node that it stands for. */
function recursiveAliases(document: Document): ({ at: number } & Said)[] {
  const found: ({ at: number } & Said)[] = []
  visit(document, {
    Alias: (_, alias, ancestors) => {
      const marked = alias.resolve(document)
      if (marked !== undefined && ancestors.some((each) => each === marked))
        found.push({
          at: start(alias),
          message: `*${alias.source} is inside the part it refers to.`,
          fix: `Remove it, or expand it.`,
        })
    },
  })
  return found
}

/** The document as plain data, or null if expanding its aliases would make it far larger. */
function plain(document: Document): { value: unknown } | null {
  try {
    return { value: document.toJS({ maxAliasCount: 50 }) ?? undefined }
  } catch (error) {
    // The one thing that the parser throws after it has reported everything else.
    if (error instanceof ReferenceError) return null
    throw error
  }
}

function duplicateKeys(document: Document): ({ at: number; path: string } & Said)[] {
  const found: ({ at: number; path: string } & Said)[] = []
  const look = (node: unknown, path: PipelinePath): void => {
    if (isSeq(node)) for (const [index, each] of node.items.entries()) look(each, [...path, index])
    if (!isMap(node)) return
    const seen = new Set<string>()
    for (const { key, value } of node.items) {
      const name = nameOf(key)
      const at = [...path, name]
      if (seen.has(name))
        found.push({
          at: start(key),
          path: written(at),
          message: `Duplicate key “${name}”.`,
          fix: 'Remove or rename one of them.',
        })
      seen.add(name)
      look(value, at)
    }
  }
  look(document.contents, [])
  return found
}

/** The place of an issue: its value if that is on the same line, else its key, else the nearest key above it; and the path as far as it exists in the file. */
function placed(document: Document, { path, about }: PipelineProblem): { at: number; path: string } {
  let node: unknown = document.contents
  let at = start(node)
  for (const [index, step] of path.entries()) {
    // A plain text has no languages to go down to.
    if (isScalar(node) && node.value !== null) return { at, path: written(path.slice(0, index)) }
    if (isSeq(node)) {
      node = typeof step === 'number' ? node.items[step] : undefined
      if (node === undefined) break
      at = start(node)
    } else if (isMap(node)) {
      const pair = pairOf(node, String(step))
      if (pair === undefined) break
      node = pair.value
      // A value on the lines below, or none at all, is better found by its key.
      const inSight = isAlias(node) || (isScalar(node) && node.value !== null)
      at = inSight && about !== 'key' ? start(node) : start(pair.key)
    } else break
  }
  return { at, path: written(path) }
}

/** Each map's pairs by name, made once: a file may have as many errors as keys. The last pair of a name counts. */
const pairs = new WeakMap<YAMLMap, Map<string, Pair>>()
function pairOf(map: YAMLMap, name: string): Pair | undefined {
  const known = pairs.get(map) ?? new Map(map.items.map((pair) => [nameOf(pair.key), pair]))
  pairs.set(map, known)
  return known.get(name)
}

function nameOf(key: unknown): string {
  return isScalar(key) ? String(key.value) : String(key)
}

function start(node: unknown): number {
  return isNode(node) ? (node.range?.[0] ?? 0) : 0
}

/** `gates.payment-gateway.signers[0]`. */
function written(path: PipelinePath): string {
  return path.map((step, index) => (typeof step === 'number' ? `[${step}]` : index === 0 ? step : `.${step}`)).join('')
}
