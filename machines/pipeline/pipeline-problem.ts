/** A place in a pipeline file: keys and ids as its author writes them, and positions (from 0) in lists. */
export type PipelinePath = readonly (string | number)[]

/** How the parts of a pipeline may fail to fit each other. */
export type PipelineProblemCode =
  | 'invalid-id'
  | 'invalid-item-id'
  | 'duplicate-item-id'
  | `duplicate-${Repeatable}`
  | 'unknown-role'
  | 'unknown-phase'
  | 'unknown-gate'
  | 'unknown-item'
  | 'owner-signs'
  | 'signer-owns-item'
  | 'no-signers'
  | 'no-items'
  | 'bounds'
  | 'not-needed'
  | 'cycle'
  | 'no-decision'
  | 'decision-skips'
  | 'decision-requires-nothing'
  | 'question-drops-decision'
  | 'question-without-effect'
  | 'question-empties-gate'
  | 'missing-text'
  | 'empty-text'
  | 'text-too-long'
  | 'invalid-character'

/** What may stand in a list once only. */
export type Repeatable = 'role' | 'phase' | 'question' | 'gate' | 'signer' | 'item'

/** One error in a pipeline: where it is, and what is wrong, by code, with what it speaks of: a name, a value, or a list of names. */
export interface PipelineProblem<Code extends string = PipelineProblemCode> {
  path: PipelinePath
  code: Code
  params: Readonly<Record<string, string | readonly string[]>>
  /** 'key' where the key itself is wrong, not its value. */
  about?: 'key'
}
