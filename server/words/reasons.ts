import type { Reason } from '../../machines/entry.ts'
import type { LaunchView } from '../launches/read-launch.ts'
import { inWords, type Parts, strings } from './params.ts'

/**
 * The sentence of a refusal. Throws when the code has none or its params are not what the sentence needs: that is a bug, never input.
 * `view` is null where there is no launch yet, or none.
 */
export function reasonSentence(parts: Parts, { code, params }: Reason, view: LaunchView | null): string {
  const { t, format, has } = parts.speech
  // A gate that nobody signs has no role that could: what helps is another command.
  if (code === 'not-your-role' && strings(params.roles).length === 0) return t('reason.no-signers')
  // Two different lacks, one code: that no build is set, or that the command does not say which of them it is about.
  const isUnsaid = code === 'candidate-missing' && params.candidate !== undefined
  // What must be done before, where the rule knows it.
  const first = typeof params.first === 'string' ? `reason.${code}.${params.first}` : ''
  const key = isUnsaid ? 'reason.candidate-unsaid' : has(first) ? first : `reason.${code}`
  if (!has(key)) throw new Error(`no sentence for the refusal ${code}`)
  return format(key, inWords(parts, params, view))
}
