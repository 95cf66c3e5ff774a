import { canGate } from '../../../machines/reading/can.ts'
import {
  gateOf,
  isBlocked,
  isCompleted,
  isOpen,
  isOver,
  isWaived,
  needsNotReady,
  statusOf,
} from '../../../machines/reading/queries.ts'
import { render } from '../../http/render.ts'
import { launchTitle } from '../../launches/launch-title.ts'
import { verdictOf } from '../../launches/present-people.ts'
import type { LaunchView } from '../../launches/read-launch.ts'
import { FormMaker, type Refusal } from '../forms/form.ts'
import { refusedTop } from '../forms/typed-texts.ts'
import { markOf } from '../layout/gate-row.ts'
import { printHead } from '../layout/print-head.ts'
import { renderPage } from '../layout/shell.ts'
import { shownText } from '../layout/shown-text.ts'
import { myTaskPhrase, waitingNames } from '../layout/waiting-phrases.ts'
import type { PageRequest } from '../request/page-request.ts'
import { aboutGate } from './about.ts'
import { actionBar } from './action-bar.ts'
import { commentForm, gateActions } from './actions.ts'
import { gateActivity, mostLines } from './activity.ts'
import { gateChanges, sentLine } from './changes.ts'
import { readGateLog } from './gate-log.ts'
import { itemLists } from './item-lists.ts'
import { gateItems } from './items.ts'
import { gatePreviews } from './previews.ts'
import { gateReasons } from './reasons.ts'
import { gateSignatures } from './signatures.ts'

/** The page of one gate. `refusal` is shown in the form that it concerns. */
export async function gatePage(
  request: PageRequest,
  view: LaunchView,
  id: string,
  refusal: Refusal | null,
): Promise<string> {
  const { w } = request
  const { launch } = view
  const { definition, gate } = gateOf(launch, id)
  const title = w.gate(view, id)
  const status = w.status(statusOf(definition, gate))
  const maker = new FormMaker(w, refusal)
  const log = await readGateLog(request, view, id, mostLines)
  const previews = await gatePreviews(request, view, id, log.history)
  const items = gateItems(request, view, id, canGate(launch, id, request.actor, request.now), maker, previews)
  const actions = gateActions(request, view, id, maker)
  const bar = actionBar(w, actions)
  const isReading = actions.main === null && actions.blocked === null && items.mine.length === 0
  const comment = commentForm(request, view, id, maker)
  const body = render('gate/page', {
    title: shownText(w, title),
    critical: definition.critical ? w.t('ui.critical-gate') : null,
    mark: markOf(view, id),
    status: w.t('gate.sentence', { text: statusLine(request, view, id) }),
    rest: sentencesOf(request, view, id)
      .map((sentence) => w.marks.sentence + sentence)
      .join(''),
    sent: sentLine(request, view, id, log),
    reasons: gateReasons(request, view, id, items.mine),
    refused: refusedTop(w, maker.unplaced),
    changes: await gateChanges(request, view, id, log),
    lists: itemLists(request, view, id, items),
    signatures: await gateSignatures(request, view, id, log),
    about: aboutGate(request, view, id),
    activity: { ...(await gateActivity(request, view, id, log, isReading)), comment },
    bar,
  })
  return renderPage(request, {
    title: w.t('gate.page-title', { gate: title, status, launch: launchTitle(view) }),
    current: 'launches',
    crumbs: [
      { label: launchTitle(view), href: `/launches/${launch.launch}` },
      { label: title, href: null },
    ],
    live: view,
    hasBar: bar !== null,
    printHead: await printHead(request, view),
    zone: launch.context.timeZone,
    body,
  })
}

/** Who is waited for, and what comes first. */
function sentencesOf({ w, actor, now }: PageRequest, view: LaunchView, id: string): string[] {
  const { definition, gate } = gateOf(view.launch, id)
  if (isOver(view.launch)) return []
  const task = myTaskPhrase(w, view, id, actor.id)
  const people = waitingNames(w, view, id)
  const needs = isOpen(gate) ? needsNotReady(view.launch, id) : []
  const finish = definition.signers.length > 0 ? 'gate.needs-before-sending' : 'gate.needs-before-completing'
  const gates = w.shortList(
    needs.map((need) => w.t('mark.gate', { gate: w.gate(view, need) })),
    'gates',
  )
  const { reason, waiverRequest } = gate.context
  const zone = view.launch.context.timeZone
  return [
    ...(isBlocked(gate) && reason ? [w.t('gate.blocker-by', { person: w.person(view, reason.by) })] : []),
    ...(waiverRequest
      ? [
          w.t('gate.waiver-asked-by', {
            person: w.person(view, waiverRequest.by),
            until: w.dateTime(waiverRequest.until, zone, now),
          }),
        ]
      : []),
    // The decision is the last: what it opened is said where it was made.
    ...(id === view.launch.definition.decision && isCompleted(gate) ? [w.summary(verdictOf(view), view)] : []),
    ...(task !== null ? [w.t('gate.waits-for-you', { ask: lowerFirst(w.lang, task) })] : []),
    ...(task === null && people.length > 0 ? [w.t('gate.waits-for', { people: w.shortList(people, 'people') })] : []),
    ...(needs.length > 0 ? [w.t(finish, { gates })] : []),
  ]
}

/** The label of a button inside a sentence. */
const lowerFirst = (lang: string, text: string) => text.slice(0, 1).toLocaleLowerCase(lang) + text.slice(1)

/** The status as the sentence begins with it: of a waiver, until when. */
function statusLine({ w, now }: PageRequest, view: LaunchView, id: string): string {
  const { definition, gate } = gateOf(view.launch, id)
  const status = w.status(statusOf(definition, gate))
  const { waiver } = gate.context
  if (!isWaived(gate) || waiver === null) return status
  return w.t('launch.waived-until', { status, until: w.dateTime(waiver.until, view.launch.context.timeZone, now) })
}
