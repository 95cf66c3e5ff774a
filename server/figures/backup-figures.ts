/** What became of the backups that this server made. Whoever makes one calls `succeeded` or `failed`; /metrics tells of it. */
export class BackupFigures {
  #lastSuccess: number | null = null
  #failures = 0

  /** A backup was written and verified at this instant (epoch ms); also to be called at the start for the newest that is there. */
  succeeded(at: number): void {
    this.#lastSuccess = Math.max(at, this.#lastSuccess ?? at)
  }

  failed(): void {
    this.#failures += 1
  }

  /** Epoch ms; null before the first. */
  get lastSuccess(): number | null {
    return this.#lastSuccess
  }

  get failures(): number {
    return this.#failures
  }
}
