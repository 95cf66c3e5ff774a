import { verifyInBackground } from '../../launches/background-checks.ts'
import { integrityCheckOf } from '../../launches/integrity.ts'
import { readReadable } from '../../launches/launch-lists.ts'
import { launchTitle } from '../../launches/launch-title.ts'
import { type ShownText, shownText } from '../layout/shown-text.ts'
import type { PageRequest } from '../request/page-request.ts'

/** A launch as the auditor's list shows it. */
export interface AuditedLaunch {
  href: string
  log: { href: string; label: string }
  title: ShownText
  state: string
  /** Whether its log matched the last time. */
  check: string
  isWrong: boolean
}

/** A result is shown for so long, in ms, before the launch is verified again. */
const freshMs = 60_000

/**
 * These launches with the last result of their verification. Those that have none, or an old one, or whose log has grown since, are
 * verified after the page was sent, one after another: a page never waits for them.
 */
export async function auditedLaunches(
  request: PageRequest,
  slugs: readonly string[],
  zone: string,
): Promise<AuditedLaunch[]> {
  const { services, now, w } = request
  const views = new Map(
    (await readReadable(services, slugs, now, () => undefined)).map((view) => [view.launch.launch, view]),
  )
  const outdated = slugs.filter((slug) => {
    const last = integrityCheckOf(services, slug).last()
    const isFresh = last !== null && Math.abs(now - last.at) < freshMs
    return !isFresh || last.verification?.matches !== true || last.verification.entries !== views.get(slug)?.version
  })
  const rows = slugs.map((slug) => {
    const view = views.get(slug)
    const title = view === undefined ? slug : launchTitle(view)
    return {
      href: `/launches/${slug}`,
      log: { href: `/launches/${slug}/log`, label: w.t('ui.audit-log') },
      title: shownText(w, title),
      state: view === undefined ? w.t('audit.damaged') : w.launchState(view.launch.state),
      ...checkOf(request, slug, zone),
    }
  })
  verifyInBackground(services, outdated)
  return rows
}

function checkOf({ services, w }: PageRequest, slug: string, zone: string): { check: string; isWrong: boolean } {
  const checked = integrityCheckOf(services, slug).last()
  if (checked === null) return { check: w.t('audit.not-checked'), isWrong: false }
  const { verification, at } = checked
  if (verification === null) return { check: w.t('audit.failed'), isWrong: true }
  const when = w.dateTimeOffset(at, zone)
  return verification.matches
    ? { check: w.t('audit.checked', { when, entries: verification.entries }), isWrong: false }
    : { check: w.t('audit.mismatch', { when }), isWrong: true }
}
