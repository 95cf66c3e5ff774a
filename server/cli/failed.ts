/** A valid command that can't be carried out: one sentence for stderr, and the exit code. */
export class Failed extends Error {
  override name = 'Failed'
  readonly exitCode: number
  constructor(sentence: string, exitCode = 1) {
    super(sentence)
    this.exitCode = exitCode
  }
}
