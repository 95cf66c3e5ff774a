import type { PipelineProblem } from '../../machines/pipeline/pipeline-problem.ts'
import type { TerminalKey, TerminalSpeech } from '../words/terminal.ts'

/** What is wrong in a pipeline's file, by code, and its sentences. */

/** Every code has a sentence and a way to fix it in words/en/pipeline-check.ts. */
export type FaultCode =
  Extract<TerminalKey, `pipeline-check.${string}.fix`> extends `pipeline-check.${infer C}.fix` ? C : never

export type Fault = PipelineProblem<FaultCode>
export type FaultParams = Fault['params']

/** What is wrong and how to fix it, in this language. */
export function faultWords(speech: TerminalSpeech, { code, params }: Pick<Fault, 'code' | 'params'>) {
  const args = Object.fromEntries(
    Object.entries(params).map(([name, value]) => [name, typeof value === 'string' ? value : list(speech, value)]),
  )
  return {
    message: speech.format(`pipeline-check.${code}`, args),
    fix: speech.format(`pipeline-check.${code}.fix`, args),
  }
}

/** Enough names to choose from, not more than a line or two. */
const mostNamed = 30

function list({ t }: TerminalSpeech, names: readonly string[]): string {
  if (names.length === 0) return t('pipeline-check.none')
  const shown = names.slice(0, mostNamed).join(', ')
  const more = names.length - mostNamed
  return more > 0 ? t('pipeline-check.more', { names: shown, count: String(more) }) : shown
}
