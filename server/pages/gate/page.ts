import { neededBy } from '../../../machines/pipeline/graph.ts'
import { canGate } from '../../../machines/reading/can.ts'
import {
  gateOf,
  holdersOf,
  isBlocked,
  isCompleted,
  isNotNeeded,
  isOpen,
  isOver,
  isWaived,
  itemStateOf,
  needsNotReady,
  openRequired,
  requiredItems,
  staleRequired,
  statusOf,
} from '../../../machines/reading/queries.ts'
import { verdict } from '../../../machines/reading/verdict.ts'
import type { StaleCause } from '../../../machines/state.ts'
import { render } from '../../http/render.ts'
import { launchTitle } from '../../launches/launch-title.ts'
import type { LaunchView } from '../../launches/read-launch.ts'
import { FormMaker, type Refusal } from '../forms/form.ts'
import { refusedTop } from '../forms/typed-texts.ts'
import { waiverTerms } from '../forms/waiver-terms.ts'
import { gateHref, gateRow, markOf } from '../layout/gate-row.ts'
import { personName } from '../layout/person-name.ts'
import { renderPage } from '../layout/shell.ts'
import { absolute, planned, type Time } from '../layout/time.ts'
import { myTaskPhrase, waitingNames } from '../layout/waiting-phrases.ts'
import type { PageRequest } from '../request/page-request.ts'
import { actionBar, mainFields } from './action-bar.ts'
import { gateActions } from './actions.ts'
import { sentLine } from './changes.ts'
import { linesOf, readGateLog } from './gate-log.ts'
import { gateItems } from './items.ts'
import { gateStory } from './story.ts'

const historyLength = 30
/** Of these so many stand open. */
const historyOpen = 5
const saidByPeople: readonly StaleCause[] = ['returned', 'reopened']

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
    reasons: reasonsOf(request, view, id),
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
    about: aboutOf(request, view, id),
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
  const ask = myTaskPhrase(w, view, id, actor.id)
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
    ...(id === view.launch.definition.decision && isCompleted(gate)
      ? [w.summary(verdict(view.launch, now, { build: 'current' }), view)]
      : []),
    ...(ask !== null ? [w.t('gate.waits-for-you', { ask: lowerFirst(w.lang, ask) })] : []),
    ...(ask === null && people.length > 0 ? [w.t('gate.waits-for', { people: w.shortList(people) })] : []),
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

/** Why it is where it is: what a person wrote, and what made ticks stale. */
interface Reason {
  isProblem: boolean
  title: string | null
  text: string | null
  by: string | null
  time: Time | null
  lines: string[]
}

function reasonsOf(request: PageRequest, view: LaunchView, id: string): Reason[] {
  const { w } = request
  const { definition, gate } = gateOf(view.launch, id)
  const { waiver, waiverRequest } = gate.context
  const zone = view.launch.context.timeZone
  const textOf = (sealed: string) => view.text(sealed) ?? w.t('evidence.erased')
  const said = isOpen(gate) || isBlocked(gate) || isNotNeeded(gate) ? gate.context.reason : null
  // What a person wrote says better that it was returned or reopened.
  const isSaid = (cause: StaleCause) => said !== null && saidByPeople.includes(cause)
  const causes = staleRequired(definition, gate.context).flatMap((item) =>
    (itemStateOf(gate.context, item).stale?.causes ?? [])
      .filter((cause) => !isSaid(cause))
      .map((cause) => w.staleItem(view, id, item, cause)),
  )
  const reasons: Reason[] = []
  if (said !== null || causes.length > 0)
    reasons.push({
      isProblem: isBlocked(gate),
      title: null,
      text: said && textOf(said.text),
      by: said && w.person(view, said.by),
      time: said && absolute(w, said.at, zone),
      lines: [...new Set(causes)],
    })
  if (isWaived(gate) && waiver !== null)
    reasons.push({
      isProblem: false,
      title: w.t('waiver.granted'),
      text: textOf(waiver.reason),
      by: w.t('waiver.asked-and-granted', {
        asker: w.person(view, waiver.askedBy),
        granter: w.person(view, waiver.by),
      }),
      time: absolute(w, waiver.at, zone),
      lines: waiverTerms(w, view, waiver),
    })
  if (waiverRequest !== null)
    reasons.push({
      isProblem: false,
      title: w.t(isWaived(gate) ? 'waiver.extension-asked' : 'waiver.asked'),
      text: textOf(waiverRequest.reason),
      by: w.person(view, waiverRequest.by),
      time: absolute(w, waiverRequest.at, zone),
      lines: waiverTerms(w, view, waiverRequest),
    })
  return reasons
}

function aboutOf({ w, now }: PageRequest, view: LaunchView, id: string) {
  const { launch } = view
  const { definition, gate } = gateOf(launch, id)
  const zone = launch.context.timeZone
  const { person } = gate.context
  const links = (ids: string[]) =>
    ids.map((each) => {
      const row = gateRow(w, view, each)
      return { href: gateHref(view, each), name: row.name, mark: row.mark, status: row.status }
    })
  // What is in the way comes first.
  const inTheWay = needsNotReady(launch, id)
  const owners = holdersOf(launch, definition.owner).map((person) => personName(w.person(view, person)))
  return {
    owner: {
      label: w.t('role.owner'),
      names: owners,
      role: w.role(view, definition.owner),
    },
    assigned: person === null ? null : { label: w.t('assign.assignee'), name: personName(w.person(view, person)) },
    needs: {
      label: w.t('page.needs'),
      links: links([...inTheWay, ...definition.needs.filter((need) => !inTheWay.includes(need))]),
      none: w.t('gate.needs-none'),
    },
    neededBy: {
      label: w.t('page.needed-by'),
      links: links(neededBy(launch.definition, id)),
      none: w.t('gate.needed-by-none'),
    },
    due:
      definition.due === null
        ? null
        : { label: w.t('gate.due'), time: planned(w, launch.context.targetAt - definition.due, now, zone) },
  }
}
