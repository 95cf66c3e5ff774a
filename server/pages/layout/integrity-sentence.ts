import { type Checked, integrityCheckOf } from '../../launches/integrity.ts'
import type { LaunchView } from '../../launches/read-launch.ts'
import type { Words } from '../../words/index.ts'
import type { PageRequest } from '../request/page-request.ts'

/**
 * Whether the log of a launch, its rows, private texts and evidence files agree: what was checked and when, in one sentence. A long
 * check delays no page: until it is done, the sentence is the one before, or says that the check is running.
 */
export async function integritySentence({ services, w }: PageRequest, { launch }: LaunchView): Promise<string> {
  return checkSentence(w, await integrityCheckOf(services, launch.launch).soon(), launch.context.timeZone)
}

/** The same of the installation's log. */
export async function installationSentence({ services, w }: PageRequest, zone: string): Promise<string> {
  return checkSentence(w, await integrityCheckOf(services, null).soon(), zone)
}

function checkSentence(w: Words, checked: Checked | null, zone: string): string {
  if (checked === null) return w.t('log-page.verifying')
  const { verification, at } = checked
  const when = w.dateTimeOffset(at, zone)
  if (verification === null) return w.t('log-page.not-verified')
  if (verification.matches) {
    const { entries, texts, files, root } = verification
    const found = { when, size: entries, texts, root: root.slice(0, 16) }
    return files === 0 ? w.t('log-page.verified-without-files', found) : w.t('log-page.verified', { ...found, files })
  }
  return verification.seq === undefined
    ? w.t('log-page.verification-failed', { when })
    : w.t('log-page.verification-failed-at', { when, seq: w.number(verification.seq) })
}
