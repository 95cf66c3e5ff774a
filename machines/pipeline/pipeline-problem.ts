/** A place in a pipeline file: keys and ids as its author writes them, and positions (from 0) in lists. */
export type PipelinePath = readonly (string | number)[]

/** One error in a pipeline: where it is, what is wrong and how to fix it, in English for the pipeline's author. */
export interface PipelineProblem {
  path: PipelinePath
  message: string
  fix: string
  /** 'key' where the key itself is wrong, not its value. */
  about?: 'key'
}
