import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** Files that take a minute or more. */
const longest = /\/test\/browser\/(commands|commands-plain|ecommerce|essential|pages-checked)\.test/

/** Files that take long although they are short: they drive a browser, start processes or run a suite that they import. */
const long = /\/test\/(browser|faults)\/|\/test\/db\/(delayed|sqlite|sqlite-file)\.test|\/(stories|seed|mutation)\.test/

/**
 * Vitest runs large files first. A long one that comes last keeps one process busy while the others have nothing left to do, so these
 * come before all others.
 */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files)
    const rank = ({ moduleId }: TestSpecification) => (longest.test(moduleId) ? 0 : long.test(moduleId) ? 1 : 2)
    return sorted.toSorted((a, b) => rank(a) - rank(b))
  }
}
