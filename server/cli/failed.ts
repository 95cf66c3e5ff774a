/** A command that was understood and cannot be done: one sentence on stderr, and the exit code. */
export class Failed extends Error {
  override name = 'Failed'
  readonly exitCode: number
  constructor(sentence: string, exitCode = 1) {
    super(sentence)
    this.exitCode = exitCode
  }
}
