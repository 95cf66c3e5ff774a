import { canGate } from '../../../machines/reading/can.ts'
import {
  gateOf,
  isBlocked,
  isCompleted,
  isOpen,
  isOver,
  isWaived,
  needsNotReady,
  openRequired,
  requiredItems,
  staleRequired,
  statusOf,
} from '../../../machines/reading/queries.ts'
import { render } from '../../http/render.ts'
import { launchTitle } from '../../launches/launch-title.ts'
import { verdictOf } from '../../launches/present-people.ts'
import type { LaunchView } from '../../launches/read-launch.ts'
import { FormMaker, type Refusal } from '../forms/form.ts'
import { refusedTop } from '../forms/typed-texts.ts'
import { markOf } from '../layout/gate-row.ts'
import { renderPage } from '../layout/shell.ts'
import { myTaskPhrase, waitingNames } from '../layout/waiting-phrases.ts'
import type { PageRequest } from '../request/page-request.ts'
import { aboutGate } from './about.ts'
import { actionBar, mainFields } from './action-bar.ts'
import { gateActions } from './actions.ts'
import { sentLine } from './changes.ts'
import { linesOf, readGateLog } from './gate-log.ts'
import { gateItems } from './items.ts'
import { gateReasons } from './reasons.ts'
import { gateStory } from './story.ts'

const historyLength = 30
/** Of these so many stand open. */
const historyOpen = 5
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
  const maker = new FormMaker(refusal)
  const items = gateItems(request, view, id, canGate(launch, id, request.actor, request.now), maker)
  const actions = gateActions(request, view, id, maker)
  const bar = actionBar(actions)
  const hasBar = bar !== null
  const fields = mainFields(actions)
  // Where there is a bar, its menu says what is not possible now.
  const notNow = hasBar ? [] : actions.notNow
  const required = requiredItems(definition, gate.context).length
  const left = openRequired(definition, gate.context).length + staleRequired(definition, gate.context).length
  const isReading = !hasBar && items.mine.length === 0
  const log = await readGateLog(request, view, id, historyLength)
  const newest = await linesOf(request, view, log, log.newest.entries)
  // Who only reads has the answer above it.
  const open = isReading ? 0 : historyOpen
  const earlierTitle = w.t(isReading ? 'gate.entries' : 'gate.earlier', { count: newest.length - open })
  const body = render('gate/page', {
    words: wordsOf(request),
    title,
    why: w.why(view, id),
    critical: definition.critical ? w.t('ui.critical-gate') : null,
    mark: markOf(view, id),
    status: statusLine(request, view, id),
    sentence: sentenceOf(request, view, id),
    sent: sentLine(request, view, log),
    reasons: gateReasons(request, view, id),
    refused: refusedTop(w, maker.unplaced),
    count: w.t('gate.done-of', { done: w.number(required - left), total: w.number(required) }),
    items,
    doneTitle: w.t('page.done-count', { count: items.done.length }),
    adviceTitle: w.t('page.recommended-count', { count: items.advice.length }),
    othersTitle: w.t(items.mine.length > 0 ? 'gate.others-title' : 'page.items-title'),
    actions,
    mainFields: fields,
    notNow,
    hasActions: fields !== null || actions.others.length > 0 || notNow.length > 0,
    bar,
    doneOpen: items.doneOpen || isReading || (items.mine.length === 0 && items.others.length === 0),
    adviceOpen: items.adviceOpen || (isReading && items.advice.some(({ last }) => last !== null)),
    story: await gateStory(request, view, id, log, { hasItems: items.mine.length > 0, hasNext: hasBar }),
    about: aboutGate(request, view, id),
    history: newest.slice(0, open),
    earlier: newest.length > open ? { title: earlierTitle, lines: newest.slice(open) } : null,
    historyMore: log.newest.more ? `/launches/${launch.launch}/log?gate=${id}` : null,
  })
  return renderPage(request, {
    title: w.t('gate.page-title', { gate: title, status, launch: launchTitle(view) }),
    current: 'launches',
    crumbs: [
      { label: launchTitle(view), href: `/launches/${launch.launch}` },
      { label: title, href: null },
    ],
    live: view,
    hasBar,
    zone: launch.context.timeZone,
    body,
  })
}

function wordsOf({ w }: PageRequest) {
  return {
    forYou: w.t('gate.your-items'),
    whatYouCanDo: w.t('gate.actions'),
    more: w.t('ui.more'),
    about: w.t('gate.about'),
    history: w.t('ui.history'),
    comment: w.t('page.comment'),
    leftOut: w.t('gate.not-applicable'),
    wholeLog: w.t('log-page.open'),
    nothingToTick: w.t('gate.nothing-for-you'),
  }
}

/** Who is waited for, in one sentence. */
function sentenceOf({ w, actor, now }: PageRequest, view: LaunchView, id: string): string[] {
  const { definition, gate } = gateOf(view.launch, id)
  if (isOver(view.launch)) return []
  const task = myTaskPhrase(w, view, id, actor.id)
  const people = waitingNames(w, view, id)
  const needs = isOpen(gate) ? needsNotReady(view.launch, id) : []
  const finish = definition.signers.length > 0 ? 'gate.needs-before-sending' : 'gate.needs-before-completing'
  const gates = w.shortList(needs.map((need) => w.t('mark.gate', { gate: w.gate(view, need) })))
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
    ...(task === null && people.length > 0 ? [w.t('gate.waits-for', { people: w.shortList(people) })] : []),
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
