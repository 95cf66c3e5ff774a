import {
  gateOf,
  holdersOf,
  holdsRolledBack,
  isCancelled,
  isDraft,
  isNotNeeded,
  isOver,
  isReady,
  isWaived,
  statusOf,
} from '../../../machines/reading/queries.ts'
import { render } from '../../http/render.ts'
import { launchTitle } from '../../launches/launch-title.ts'
import { absentIn, verdictOf } from '../../launches/present-people.ts'
import type { LaunchView } from '../../launches/read-launch.ts'
import { FormMaker, type Refusal } from '../forms/form.ts'
import { refusedTop } from '../forms/typed-texts.ts'
import { buildWithCommit } from '../layout/build-names.ts'
import { gateRow, markOf } from '../layout/gate-row.ts'
import { launchSummary } from '../layout/launch-summary.ts'
import { type LogLine, logLines } from '../layout/log-lines.ts'
import { myTasks } from '../layout/my-tasks.ts'
import { personName } from '../layout/person-name.ts'
import { printHead } from '../layout/print-head.ts'
import { renderPage } from '../layout/shell.ts'
import { daysLeft, happened, planned } from '../layout/time.ts'
import { noOne, waitingPeople } from '../layout/waiting-people.ts'
import type { PageRequest } from '../request/page-request.ts'
import { launchActions } from './actions.ts'
import { criticalPathView } from './critical-path.ts'
import { launchFoot } from './foot.ts'
import { graphView } from './graph/view.ts'
import { peopleActions } from './people.ts'

const activityLength = 8
/** Of what waits for the reader, and of what they can do already. */
const mostTodo = 3

/** The page of one launch: the answer first, then what I can do, who is waited for, the path, the gates, people, activity. */
export async function launchPage(request: PageRequest, view: LaunchView, refusal: Refusal | null): Promise<string> {
  const { w, now } = request
  const { launch } = view
  const maker = new FormMaker(refusal)
  const asked = verdictOf(view)
  const title = launchTitle(view)
  const answer = launchSummary(request, view)
  const waited = isDraft(launch) || isOver(launch) ? [] : waitingPeople(w, view, asked)
  const { store } = request.services
  const first = Math.max(0, view.version - activityLength)
  const entries = await store.entries(launch.launch, first - 1, view.version - first)
  const href = `/launches/${launch.launch}`
  const mine = myTasks(request, [view])
  const turn = [...mine.own, ...mine.items.map(({ row }) => row)].slice(0, mostTodo)
  const later = mine.later.map(({ row }) => row)
  const todo = [...turn.map((row) => ({ ...row, waits: null })), ...later.slice(0, mostTodo)]
  const actions = launchActions(request, view, maker)
  const path = criticalPathView(w, view)
  const graph = path === null && !isDraft(launch) ? null : graphView(w, view)
  const people = peopleActions(request, view, maker)
  const body = render('launch/page', {
    words: {
      now: w.t('launch.next-steps'),
      waits: w.t('ui.waiting-on'),
      longestFirst: w.t('launch.longest-first'),
      gates: w.t('page.gates'),
      people: w.t('page.people'),
      activity: w.t('ui.activity'),
      wholeLog: w.t('log-page.open'),
      nobody: w.t('launch.waiting-on-no-one'),
      strip: w.t('launch.strip'),
      waitsFor: w.t('gate.row-waits-label'),
      more: w.t('ui.more'),
    },
    title,
    state: w.launchState(launch.state),
    answer,
    facts: factsOf(request, view),
    blockers: asked.blockers
      .filter((blocker) => blocker.gate === null)
      .map((blocker) => w.blocker(blocker, view))
      .filter((sentence) => sentence !== answer && !isCancelled(launch) && !isDraft(launch)),
    counts: w.t('launch.counts', {
      ready: asked.gates.ready - asked.gates.waived,
      waived: asked.gates.waived,
      open: asked.gates.total - asked.gates.ready,
    }),
    phases: phasesOf(request, view),
    leftOut: leftOutOf(request, view),
    ready: w.t('launch.ready', { done: w.number(asked.gates.ready), total: w.number(asked.gates.total) }),
    refused: refusedTop(w, maker.unplaced),
    todo,
    actions,
    gone: people.gone,
    hasNow: people.gone.length > 0 || todo.length > 0 || actions.main !== null || actions.others.length > 0,
    waits: waited.map((each) => ({
      ...each,
      since: happened(w, each.since, now, launch.context.timeZone),
      actAs:
        each.person !== request.me.id && mayActAs(request, view, each.person)
          ? w.t('ui.act-as', { person: each.name.text })
          : null,
      next: href,
    })),
    path,
    pathTitle: w.t(path === null ? 'graph.title' : 'ui.critical-path'),
    graph,
    people: peopleOf(request, view),
    peopleActions: people,
    said: await endOf(request, view),
    activity: await logLines(request, view, entries.reverse(), 'relative'),
    log: `${href}/log`,
    foot: await launchFoot(request, view),
  })
  return renderPage(request, {
    title: w.t('launch.page-title', { launch: title, answer }),
    current: 'launches',
    crumbs: [
      { label: w.t('page.launches'), href: '/launches' },
      { label: title, href: null },
    ],
    live: view,
    hasBar: false,
    printHead: await printHead(request, view),
    hasGraph: graph !== null,
    zone: launch.context.timeZone,
    body,
  })
}

/** Who ended it and why: of a launch that was cancelled, and of one that was rolled back until its next build. */
async function endOf(request: PageRequest, view: LaunchView): Promise<LogLine | null> {
  const ends = isCancelled(view.launch) ? 'launch.cancel' : holdsRolledBack(view.launch) ? 'launch.rollBack' : null
  if (ends === null) return null
  const { launch } = view.launch
  const filter = { actions: [ends], before: view.version, limit: 1 } as const
  const entries = await request.services.store.entriesAbout(launch, '', filter)
  const [line] = await logLines(request, view, entries, 'absolute')
  return line ?? null
}

function factsOf({ w, now }: PageRequest, view: LaunchView) {
  const { targetAt, timeZone, candidate, store, window } = view.launch.context
  const isPast = targetAt < now && !isOver(view.launch)
  return {
    target: { label: w.t('ui.target'), time: planned(w, targetAt, now, timeZone) },
    zone: timeZone.replaceAll('_', ' '),
    relative: isOver(view.launch) ? null : daysLeft(w, targetAt, now, timeZone),
    overdue: isPast ? w.t('ui.overdue') : null,
    build: candidate === null ? null : { label: w.t('ui.build'), name: buildWithCommit(w, candidate) },
    buildUrl: candidate === null ? null : view.text(candidate.url),
    store: store === null ? null : view.text(store),
    state: w.launchState(view.launch.state),
    archived: view.launch.context.archived ? w.t('launch-state.archived') : null,
    window:
      window === null
        ? null
        : { label: w.t('ui.launch-window'), text: w.range(window.opensAt, window.closesAt, timeZone, now) },
  }
}

function phasesOf({ w }: PageRequest, view: LaunchView) {
  const { launch } = view
  return launch.definition.phases.flatMap((phase) => {
    const ids = launch.definition.gates
      .filter((gate) => gate.phase === phase && !isNotNeeded(gateOf(launch, gate.id).gate))
      .map(({ id }) => id)
    if (ids.length === 0) return []
    const done = ids.filter((id) => {
      const { definition, gate } = gateOf(launch, id)
      return isReady(definition, gate)
    }).length
    const name = w.phase(view, phase)
    return [
      {
        name,
        size: Math.min(ids.length, 12),
        cells: ids.map((id) => markOf(view, id)),
        count: w.t('launch.ready', { done: w.number(done), total: w.number(ids.length) }),
        finished: done === ids.length,
        rows: ids.map((id) => ({
          ...gateRow(w, view, id),
          criticalWord: w.t('ui.critical-gate'),
          waived: waivedUntil(w, view, id),
        })),
      },
    ]
  })
}

/** Gates that were left out: nobody looks at them, but who leads can bring one back. */
function leftOutOf({ w }: PageRequest, view: LaunchView) {
  const ids = view.launch.definition.gates.map(({ id }) => id).filter((id) => isNotNeeded(gateOf(view.launch, id).gate))
  return { title: w.t('launch.not-applicable', { count: ids.length }), rows: ids.map((id) => gateRow(w, view, id)) }
}

function waivedUntil(w: PageRequest['w'], view: LaunchView, id: string): string | null {
  const { definition, gate } = gateOf(view.launch, id)
  if (!isWaived(gate) || gate.context.waiver === null) return null
  const until = w.date(gate.context.waiver.until, view.launch.context.timeZone, view.now)
  return w.t('launch.waived-until', { status: w.status(statusOf(definition, gate)), until })
}

function peopleOf({ w }: PageRequest, view: LaunchView) {
  const { launch } = view
  const { lead, sponsor } = launch.definition
  return launch.definition.roles.map((role) => {
    const title = w.role(view, role)
    return {
      role:
        role === lead
          ? w.t('launch.role-lead', { role: title })
          : role === sponsor
            ? w.t('launch.role-sponsor', { role: title })
            : title,
      names: holdersOf(launch, role)
        .filter((person) => !absentIn(view.names)(person))
        .map((person) => personName(w.person(view, person))),
      nobody: noOne(w, view, role),
    }
  })
}

const mayActAs = ({ actAs }: PageRequest, view: LaunchView, person: string | null): person is string =>
  view.names.people.some((each) => each.id === person && actAs?.knows(each))
