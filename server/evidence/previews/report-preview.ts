import type { FailedNames } from '../failed-names.ts'
import type { Preview } from './preview.ts'
import { shortened } from './text-lines.ts'

const longestName = 160

/** Of the tests that failed, each name once, as it is shown. A name that is cut, or of which nothing is left, may stand for several. */
export function reportPreview({ names, whole }: FailedNames): Preview {
  const kept = names.map((name) => shortened(name, longestName))
  const shown = kept.map(({ text }) => text.trim())
  return {
    kind: 'report',
    failed: [...new Set(shown)].filter((name) => name !== ''),
    whole: whole && !shown.includes('') && kept.every(({ isCut }) => !isCut),
  }
}
