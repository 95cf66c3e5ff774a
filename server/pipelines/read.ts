import { type Document, LineCounter, parseDocument } from 'yaml'
import { checkPipeline } from '../../machines/pipeline/check-pipeline.ts'
import { definitionSchema, type Pipeline, pipelineTextsSchema } from '../../machines/pipeline/pipeline.ts'
import type { PipelinePath } from '../../machines/pipeline/pipeline-problem.ts'
import type { TerminalSpeech } from '../words/terminal.ts'
import { type Fault, faultWords } from './fault.ts'
import { placed, written } from './place-in-file.ts'
import { shapePipeline } from './shape.ts'
import {
  duplicateKeys,
  faultsOf,
  inPlainWords,
  openQuote,
  recursiveAliases,
  tooManyAliases,
  undefinedAliases,
} from './yaml-faults.ts'

/** One error of a pipeline file: line and column from 1, the path in the file, and what is wrong. */
export interface PipelineError extends Pick<Fault, 'code' | 'params'> {
  line: number
  column: number
  path: string
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
      return { ...place(at), path, code: issue.code, params: issue.params }
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

/** An error as compilers print it: file, line and column, what is wrong, how to fix it. */
export function errorLine(speech: TerminalSpeech, file: string, error: PipelineError): string {
  const { message, fix } = faultWords(speech, error)
  return `${file}:${error.line}:${error.column}: ${speech.t('cli.two-sentences', { first: message, second: fix })}`
}

function refused(errors: PipelineError[]): ReadPipeline {
  return { ok: false, errors: errors.sort((a, b) => a.line - b.line || a.column - b.column) }
}

/** If one of these parts is wrong, every other line would be too: only its own errors are reported. */
const ground = ['', 'roles', 'phases', 'gates']

function judge(value: unknown): { pipeline: Pipeline; issues: Fault[] } {
  const { pipeline, issues } = shapePipeline(value)
  if (issues.some(({ path }) => (path.length < 2 && ground.includes(written(path))) || path[0] === 'languages'))
    return { pipeline, issues }
  // What could not be read at a place was said; what follows from its absence there need not be.
  const said = (path: PipelinePath) => issues.some((issue) => issue.path.every((step, index) => step === path[index]))
  return { pipeline, issues: [...issues, ...checkPipeline(pipeline).filter((issue) => !said(issue.path))] }
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
