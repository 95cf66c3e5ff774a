import type { Evidence } from '../../../machines/state.ts'
import type { LaunchView } from '../../launches/read-launch.ts'
import type { Words } from '../../words/index.ts'
import { type ShownText, shownText } from './shown-text.ts'

/** A piece of evidence as a page shows it: typed text as a quotation, numbers with their unit, files and reports as a link to download. */
export interface ShownEvidence extends ShownText {
  quoted: boolean
  href: string | null
  download: boolean
  detail: string | null
}

/** Where a text is missing, a word says so. */
export type Reveal = (commitment: string | null) => string | null

/** Null where the item asked for none. */
export function shownEvidence(
  w: Words,
  view: LaunchView,
  at: { gate: string; item: string },
  evidence: Evidence,
  reveal: Reveal = view.text,
): ShownEvidence | null {
  const plain = { lang: null, quoted: false, href: null, download: false, detail: null }
  const file = (sha256: string) => `/launches/${view.launch.launch}/evidence/${sha256}`
  switch (evidence.kind) {
    case 'none':
      return null
    case 'note': {
      const text = reveal(evidence.text)
      return text === null
        ? { ...plain, text: w.t('evidence.erased') }
        : { ...plain, ...shownText(w, text), quoted: true }
    }
    case 'link': {
      const url = reveal(evidence.url)
      if (url === null) return { ...plain, text: w.t('evidence.erased') }
      return { ...plain, ...shownText(w, reveal(evidence.title) ?? url), href: url }
    }
    case 'number': {
      return { ...plain, text: w.measured(evidence.value, w.unit(view, at.gate, at.item)) }
    }
    case 'file':
      return {
        ...plain,
        ...shownText(w, reveal(evidence.name) ?? w.t('evidence.erased')),
        href: file(evidence.sha256),
        download: true,
        detail: w.t('evidence.kilobytes', { size: w.number(Math.max(1, Math.round(evidence.size / 1024))) }),
      }
    case 'junit': {
      const { passed, failed, skipped, flaky } = evidence
      return {
        ...plain,
        text: w.t('page.report-counts', { passed, failed, skipped, flaky }),
        href: file(evidence.sha256),
        download: true,
      }
    }
  }
}
