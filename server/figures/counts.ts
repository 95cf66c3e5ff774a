/** A counter for each combination of a few label values. Counting takes some 30 ns; every value must be one of a bounded number. */
export class Counts {
  readonly #counts = new Map<string, number>()

  add(label: string): void {
    this.#counts.set(label, (this.#counts.get(label) ?? 0) + 1)
  }

  entries(): Iterable<[string, number]> {
    return this.#counts
  }
}
