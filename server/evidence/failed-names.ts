/** So many names of failed tests are kept at most. They are no part of the report: pages show them, nothing counts them. */
export const mostFailedNames = 100

/** Names of tests that failed, each once, in their order. */
export interface FailedNames {
  names: readonly string[]
  /** Whether these are the names of all failures, uncut: only then does a test that is not among them not fail. */
  whole: boolean
}

export const noFailedNames: FailedNames = { names: [], whole: false }

/** Collects the names while a report is read. */
export class FailedNameList {
  readonly #names = new Set<string>()
  #isComplete = true
  /** How many failures have been given, also those whose name was there already. */
  #failures = 0

  /** `name` is empty where a test has none. */
  add(name: string, isCut: boolean): void {
    this.#failures += 1
    const isKept = name.trim() !== '' && (this.#names.has(name) || this.#names.size < mostFailedNames)
    if (isKept) this.#names.add(name)
    this.#isComplete &&= isKept && !isCut
  }

  /** Of a report with so many failures; one that stands outside a test has no name. */
  of(failures: number): FailedNames {
    return { names: [...this.#names], whole: this.#isComplete && this.#failures === failures }
  }
}
