import type { Entry } from '../../../machines/entry.ts'
import { followsFrom } from '../../../machines/reading/causes.ts'
import { gateValue, launchValue } from '../../../machines/state.ts'
import { render } from '../../http/render.ts'
import { launchTitle } from '../../launches/launch-title.ts'
import type { LaunchView } from '../../launches/read-launch.ts'
import type { Words } from '../../words/index.ts'
import { logLines } from '../layout/log-lines.ts'
import { renderPage } from '../layout/shell.ts'
import { absolute } from '../layout/time.ts'
import type { PageRequest } from '../request/page-request.ts'

/** One entry of a log: who, when, on what evidence, what followed, and where it lies in the tree. Null when there is none. */
export async function entryPage(request: PageRequest, view: LaunchView): Promise<string | null> {
  const { w, req, services } = request
  const { launch, context } = view.launch
  const said = String(req.params.seq)
  const seq = /^(0|[1-9][0-9]{0,9})$/.test(said) ? Number(said) : -1
  if (seq < 0) return null
  const [[entry], [stored]] = await Promise.all([
    services.store.entries(launch, seq - 1, 1),
    services.store.storedEntries(launch, seq, seq + 1),
  ])
  if (!entry || !stored) return null
  const [line] = await logLines(request, view, [entry], 'absolute')
  const href = `/launches/${launch}/log`
  const title = w.t('log-page.entry', { seq: w.number(seq) })
  const body = render('log/entry-page', {
    title,
    sentence: line?.line ?? '',
    evidence: line?.evidence ?? null,
    facts: [
      {
        label: w.t('entry.who'),
        text: w.t('entry.by', { person: whoOf(w, view, entry), roles: rolesOf(w, view, entry) }),
      },
      ...(entry.via === 'token' ? [{ label: w.t('entry.how'), text: w.t('entry.via-token') }] : []),
      ...(entry.as === undefined ? [] : [{ label: w.t('entry.signed-as'), text: w.role(view, entry.as) }]),
      { label: w.t('entry.state'), text: changeOf(w, entry) },
    ],
    times: [
      { label: w.t('entry.when'), time: absolute(w, Date.parse(entry.at), context.timeZone) },
      ...(entry.due === undefined
        ? []
        : [{ label: w.t('entry.due'), time: absolute(w, Date.parse(entry.due), context.timeZone) }]),
    ],
    gate:
      entry.gate === undefined
        ? null
        : { href: `/launches/${launch}/gates/${entry.gate}`, name: w.gate(view, entry.gate) },
    cause: await causeOf(request, view, entry),
    followed: await followedBy(request, view, entry),
    tree: {
      position: w.t('entry.position', { seq: w.number(seq), size: w.number(view.version) }),
      hash: stored.hash,
      leaf: stored.leaf,
    },
    older: seq > 0 ? `${href}/${seq - 1}` : null,
    newer: seq + 1 < view.version ? `${href}/${seq + 1}` : null,
    words: {
      evidence: w.t('ui.evidence'),
      gate: w.t('log-page.gate'),
      because: w.t('entry.because'),
      followed: w.t('entry.followed'),
      nothing: w.t('entry.nothing-followed'),
      tree: w.t('entry.tree'),
      leafHash: w.t('entry.leaf-hash'),
      leaf: w.t('entry.leaf'),
      older: w.t('log-page.older'),
      newer: w.t('log-page.newer'),
      pages: w.t('entry.adjacent'),
    },
  })
  return renderPage(request, {
    title: w.t('entry.page-title', { entry: title, launch: launchTitle(view) }),
    current: 'launches',
    crumbs: [
      { label: launchTitle(view), href: `/launches/${launch}` },
      { label: w.t('ui.audit-log'), href },
      { label: title, href: null },
    ],
    live: null,
    hasBar: false,
    zone: context.timeZone,
    body,
  })
}

function whoOf(w: Words, view: LaunchView, { actor }: Entry): string {
  return actor.kind === 'engine' ? w.t('entry.engine') : w.person(view, actor.id)
}

/** The roles of that moment, as the entry keeps them. */
function rolesOf(w: Words, view: LaunchView, { actor }: Entry): string {
  if (actor.kind === 'engine') return w.t('entry.engine-role')
  if (actor.kind === 'service') return w.t('role.service')
  return actor.roles.length === 0 ? w.t('entry.no-role') : w.list(actor.roles.map((role) => w.role(view, role)))
}

function changeOf(w: Words, { from, to }: Entry): string {
  if (from === to) return w.t('entry.unchanged', { state: stateWords(w, to) })
  return from === null
    ? w.t('entry.initial', { state: stateWords(w, to) })
    : w.t('entry.changes', { from: stateWords(w, from), to: stateWords(w, to) })
}

/** A state of a launch or of a gate, as the log writes it, in words. */
function stateWords(w: Words, state: string): string {
  const ofLaunch = launchValue.safeParse(state)
  if (ofLaunch.success) return w.launchState(ofLaunch.data)
  const ofGate = gateValue.safeParse(state)
  return ofGate.success ? w.status(statusOfState[ofGate.data]) : state
}

const statusOfState = {
  'open.notStarted': 'not-started',
  'open.inProgress': 'in-progress',
  'open.returned': 'returned',
  blocked: 'blocked',
  awaitingSignOff: 'awaiting-sign-off',
  'cleared.completed': 'completed',
  'cleared.waived': 'waived',
  'cleared.notNeeded': 'not-needed',
} as const

/** What it follows from: another entry, or an instant that fell due. */
async function causeOf(request: PageRequest, view: LaunchView, { cause }: Entry) {
  const { w, services } = request
  const { launch, context } = view.launch
  if (cause === undefined) return null
  if ('clock' in cause)
    return { href: null, line: w.t('entry.clock'), time: absolute(w, Date.parse(cause.clock), context.timeZone) }
  const [line] = await logLines(request, view, await services.store.entries(launch, cause.seq - 1, 1), 'absolute')
  return line ? { href: `/launches/${launch}/log/${cause.seq}`, line: line.line, time: line.time } : null
}

/** Entries read at once: more than most commits have. */
const followersRead = 20

/** What the engine did because of it, which always lies in the same commit. */
async function followedBy(request: PageRequest, view: LaunchView, { seq, request: command }: Entry) {
  const { launch } = view.launch
  const found: Entry[] = []
  for (let after = seq; ; ) {
    const next = await request.services.store.entries(launch, after, followersRead)
    const same = next.findIndex((each) => each.request !== command)
    const ofCommit = same === -1 ? next : next.slice(0, same)
    found.push(...ofCommit.filter((each) => followsFrom(each) === seq))
    if (same !== -1 || next.length === 0) break
    after = next.at(-1)?.seq ?? after
  }
  const lines = await logLines(request, view, found, 'absolute')
  return lines.map(({ seq: number, line }) => ({ seq: number, line, href: `/launches/${launch}/log/${number}` }))
}
