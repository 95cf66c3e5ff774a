/** A valid command that can't be carried out: one sentence for stderr, and the exit code. */
export class Failed extends Error {
  override name = 'Failed'
  readonly exitCode: number
  constructor(sentence: string, exitCode = 1) {
    super(sentence)
    this.exitCode = exitCode
  }
}

/** What an error of Node or SQLite says, in their own words. */
export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))
