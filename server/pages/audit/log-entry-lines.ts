import type { InstallationEntry } from '../../../machines/installation/entry.ts'
import { commitmentsIn, readNames, textIn } from '../../launches/read-launch.ts'
import { knownRoles } from '../../pipelines/roles.ts'
import { type LanguageSpan, languageSpans } from '../layout/language-spans.ts'
import { absolute, type Time } from '../layout/time.ts'
import type { PageRequest } from '../request/page-request.ts'

/** Entries of the installation's log as lines to read. */
export interface AuditLine {
  seq: number
  spans: LanguageSpan[]
  /** The stable code of what was done. */
  code: string
  evidence: null
  /** The day in the zone, as a heading says it. */
  day: string
  time: Time
  href: string
  label: string
}

export async function auditLines(
  request: PageRequest,
  entries: readonly InstallationEntry[],
  zone: string,
): Promise<AuditLine[]> {
  const { w, services, now } = request
  const names = await readNames(services)
  const { titles: roles } = await knownRoles(services, w)
  const textOf = textIn(await services.store.installation.texts(commitmentsIn(entries)))
  return entries.map((entry) => {
    const at = Date.parse(entry.at)
    return {
      seq: entry.seq,
      spans: languageSpans(w, w.installationLine(entry, { names, textOf, roles, zone })),
      code: entry.action,
      evidence: null,
      day: w.date(at, zone, now),
      time: absolute(w, at, zone),
      href: `/audit/log/${entry.seq}`,
      label: w.t('log-page.entry', { seq: w.number(entry.seq) }),
    }
  })
}
