import { mostFailedNames } from '../report.ts'
import type { Preview } from './preview.ts'
import { shortened } from './text-lines.ts'

const longestName = 160

/** Of the tests that failed, each name once. A test may fail in several suites, or with several inputs. */
export function reportPreview(failed: readonly string[]): Preview {
  const names = failed.map((name) => shortened(name, longestName).trim()).filter((name) => name !== '')
  return { kind: 'report', failed: [...new Set(names)].slice(0, mostFailedNames) }
}
