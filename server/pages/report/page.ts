import { gateOf, holdersOf, isWaived, neededGates } from '../../../machines/reading/queries.ts'
import { render } from '../../http/render.ts'
import { launchTitle } from '../../launches/launch-title.ts'
import type { LaunchView } from '../../launches/read-launch.ts'
import type { Words } from '../../words/index.ts'
import { waiverTerms } from '../forms/waiver-terms.ts'
import { launchSummary } from '../layout/launch-summary.ts'
import { printHead } from '../layout/print-head.ts'
import { renderPage } from '../layout/shell.ts'
import { shownText } from '../layout/shown-text.ts'
import { vouchedFor } from '../layout/vouched.ts'
import type { PageRequest } from '../request/page-request.ts'
import { gateRecord } from './gate-record.ts'
import { readLeftOut } from './left-out.ts'

/** A launch as one document to print: the verdict, who did what, on what evidence, and the head of the log that proves it. */
export async function reportPage(request: PageRequest, view: LaunchView): Promise<string> {
  const { w } = request
  const { launch, version } = view
  const { timeZone, targetAt } = launch.context
  const vouched = vouchedFor(w, view)
  const leftOut = await readLeftOut(request, view)
  const href = `/launches/${launch.launch}`
  const title = w.t('report.title', { launch: launchTitle(view) })
  const root = (await request.head(launch.launch))?.root ?? ''
  const body = render('report/page', {
    title,
    answer: launchSummary(request, view),
    hint: w.t('report.print'),
    facts: [
      { label: w.t('ui.target'), text: w.dateTimeOffset(targetAt, timeZone) },
      { label: w.t('ui.build'), text: vouched.build ?? w.t('vouched.no-build') },
      { label: w.t('ui.launch-window'), text: vouched.window ?? w.t('report.no-window') },
      { label: w.t('page.gates'), text: vouched.ready },
      { label: w.t('report.head'), text: w.t('report.head-value', { version, root }) },
    ],
    people: launch.definition.roles.map((role) => ({
      label: w.role(view, role),
      text: w.list(holdersOf(launch, role).map((person) => w.person(view, person))) || w.t('launch.no-one-yet'),
    })),
    waivers: waiversOf(w, view),
    recommended: vouched.recommended,
    phases: launch.definition.phases.flatMap((phase) => {
      const gates = neededGates(launch, phase)
      return gates.length === 0
        ? []
        : [{ name: w.phase(view, phase), gates: gates.map(({ id }) => gateRecord(w, view, leftOut, id)) }]
    }),
    words: {
      people: w.t('page.people'),
      waivers: w.t('report.waivers'),
      noWaivers: w.t('report.no-waivers'),
      recommended: w.t('report.open-recommended'),
      noneOpen: w.t('report.none-open'),
      item: w.t('report.item'),
      done: w.t('report.done'),
      evidence: w.t('ui.evidence'),
    },
  })
  return renderPage(request, {
    title,
    current: 'launches',
    crumbs: [
      { label: launchTitle(view), href },
      { label: w.t('report.open'), href: null },
    ],
    live: null,
    hasBar: false,
    printHead: await printHead(request, view),
    zone: timeZone,
    body,
  })
}

/** Those in effect: who asked, who granted, why, and until when. */
function waiversOf(w: Words, view: LaunchView) {
  return view.launch.definition.gates.flatMap(({ id }) => {
    const { gate } = gateOf(view.launch, id)
    const { waiver } = gate.context
    if (waiver === null || !isWaived(gate)) return []
    return [
      {
        gate: w.gate(view, id),
        by: w.t('waiver.asked-and-granted', {
          asker: w.person(view, waiver.askedBy),
          granter: w.person(view, waiver.by),
        }),
        reason: shownText(w, view.text(waiver.reason) ?? w.t('evidence.erased')),
        terms: waiverTerms(w, view, waiver),
      },
    ]
  })
}
