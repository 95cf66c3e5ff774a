import { Distribution } from '../distribution.ts'

/** How long the store's durable transactions take, and how many writes share each. */
export class CommitFigures {
  readonly commitSeconds = new Distribution([0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5])
  readonly commitWrites = new Distribution([1, 2, 4, 8, 16, 32, 64])

  /** A transaction that is on disk; `started` is what performance.now said before it. */
  committed(writes: number, started: number): void {
    this.commitSeconds.observe((performance.now() - started) / 1000)
    this.commitWrites.observe(writes)
  }
}
