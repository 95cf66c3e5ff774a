import { holdsRolledBack, isCancelled, isDraft, isOver, neededGates } from '../../../machines/reading/queries.ts'
import { render } from '../../http/render.ts'
import { launchTitle } from '../../launches/launch-title.ts'
import { verdictOf } from '../../launches/present-people.ts'
import type { LaunchView } from '../../launches/read-launch.ts'
import { FormMaker, type Refusal } from '../forms/form.ts'
import { refusedTop } from '../forms/typed-texts.ts'
import { markOf } from '../layout/gate-row.ts'
import { launchSummary } from '../layout/launch-summary.ts'
import { type LogLine, logLines } from '../layout/log-lines.ts'
import { printHead } from '../layout/print-head.ts'
import { renderPage } from '../layout/shell.ts'
import { shownText } from '../layout/shown-text.ts'
import type { PageRequest } from '../request/page-request.ts'
import { hasActions, launchActions } from './actions.ts'
import { activityLines } from './activity.ts'
import { criticalPathView } from './critical-path.ts'
import { factsOf } from './facts.ts'
import { launchFoot } from './foot.ts'
import { gatesView, readyIn } from './gates.ts'
import { graphView } from './graph/view.ts'
import { holdersView } from './holders.ts'
import { peopleActions } from './people.ts'
import { stepsFor } from './steps.ts'
import { waitsView } from './waits.ts'

/** The page of one launch: the verdict, then the reader's steps, whom it waits for, the critical path, gates, activity and people. */
export async function launchPage(request: PageRequest, view: LaunchView, refusal: Refusal | null): Promise<string> {
  const { w } = request
  const { launch } = view
  const maker = new FormMaker(w, refusal)
  const asked = verdictOf(view)
  const title = launchTitle(view)
  const answer = launchSummary(request, view)
  const steps = stepsFor(request, view)
  const actions = launchActions(request, view, maker)
  const path = criticalPathView(w, view)
  const graph = path === null && !isDraft(launch) ? null : graphView(w, view)
  const people = peopleActions(request, view, maker)
  const isAsked = people.toMend.length > 0 || steps.shown.length > 0 || actions.main !== null
  const body = render('launch/page', {
    words: {
      now: w.t(isAsked ? 'launch.next-steps' : 'gate.actions'),
      waits: w.t('ui.waiting-on'),
      longestChain: w.t('path.longest'),
      gates: w.t('page.gates'),
      people: w.t('page.people'),
      activity: w.t('ui.activity'),
      wholeLog: w.t('log-page.open'),
      strip: w.t('launch.strip'),
      waitsFor: w.t('gate.row-waits-label'),
      more: w.t('ui.more'),
    },
    title: shownText(w, title),
    answer,
    facts: factsOf(request, view, asked),
    blockers: asked.blockers
      .filter((blocker) => blocker.gate === null)
      .map((blocker) => w.blocker(blocker, view))
      .filter((sentence) => sentence !== answer && !isCancelled(launch) && !isDraft(launch)),
    counts: w.t('launch.counts', {
      ready: asked.gates.ready - asked.gates.waived,
      waived: asked.gates.waived,
      open: asked.gates.total - asked.gates.ready,
    }),
    strip: stripOf(request, view),
    gates: gatesView(request, view),
    refused: refusedTop(w, maker.unplaced),
    steps,
    actions,
    toMend: people.toMend,
    hasNow: isAsked || hasActions(actions),
    waits: isDraft(launch) || isOver(launch) ? [] : waitsView(request, view, asked),
    path,
    pathTitle: w.t(path === null ? 'graph.title' : 'ui.critical-path'),
    graph,
    people: holdersView(request, view),
    peopleActions: people,
    said: await endOf(request, view),
    activity: await activityLines(request, view),
    log: `/launches/${launch.launch}/log`,
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

/** One cell for each gate, by phase. */
function stripOf({ w }: PageRequest, view: LaunchView) {
  const { launch } = view
  return launch.definition.phases.flatMap((phase) => {
    const ids = neededGates(launch, phase).map(({ id }) => id)
    if (ids.length === 0) return []
    const name = w.phase(view, phase)
    return [
      {
        name,
        size: Math.min(ids.length, 12),
        cells: ids.map((id) => markOf(view, id)),
        ready: w.t('mark.label', { label: name, value: readyIn(w, view, phase) }),
      },
    ]
  })
}

/** Who canceled or rolled back the launch, and why. A rollback is shown until the next build is set. */
async function endOf(request: PageRequest, view: LaunchView): Promise<LogLine | null> {
  const ends = isCancelled(view.launch) ? 'launch.cancel' : holdsRolledBack(view.launch) ? 'launch.rollBack' : null
  if (ends === null) return null
  const { launch } = view.launch
  const filter = { actions: [ends], before: view.version, limit: 1 } as const
  const entries = await request.services.store.entriesAbout(launch, '', filter)
  const [line] = await logLines(request, view, entries, 'absolute')
  return line ?? null
}
