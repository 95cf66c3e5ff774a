import type { Asks, ItemDefinition } from '../../machines/pipeline/pipeline.ts'
import type { Can } from '../../machines/reading/can.ts'
import { gateOf, isReady, itemStateOf, itemsOf, statusOf } from '../../machines/reading/queries.ts'
import type { Blocker, Verdict } from '../../machines/reading/verdict.ts'
import { peopleOf } from '../../machines/reading/waiting.ts'
import type { Candidate, Evidence, ItemState } from '../../machines/state.ts'
import { verdictOf, waitingIn } from '../launches/present-people.ts'
import type { LaunchView, Names } from '../launches/read-launch.ts'
import { ownProperty } from '../own-property.ts'
import type { Words } from '../words/index.ts'
import type { BlockerBody } from './responses/blocker.ts'
import type { CandidateBody } from './responses/common.ts'
import type { AsksBody, EvidenceBody } from './responses/evidence.ts'
import type { GateBody, ItemBody, LaunchBody, LaunchSummaryBody } from './responses/launch.ts'
import type { StatusBody } from './responses/status.ts'

/** Launches and blockers as programs read them. Their schemas are in responses/; they may only grow. */

const time = (ms: number): string => new Date(ms).toISOString()
const timeOrNull = (ms: number | null): string | null => (ms === null ? null : time(ms))

/** A person's id; a service's name; the pseudonym where it is no longer known who it was. */
export function idOf(names: Names, pseudonym: string): string {
  return names.person(pseudonym)?.id ?? names.service(pseudonym) ?? pseudonym
}

/** ISO 8601; whole days as days. */
function duration(ms: number): string {
  if (ms % 86_400_000 === 0) return `P${ms / 86_400_000}D`
  if (ms % 3_600_000 === 0) return `PT${ms / 3_600_000}H`
  return ms % 60_000 === 0 ? `PT${ms / 60_000}M` : `PT${ms / 1000}S`
}

/** `people: false` leaves out the address, which a person wrote. */
function candidateOf(view: LaunchView, candidate: Candidate | null, people: boolean): CandidateBody | null {
  const url = candidate && people ? view.text(candidate.url) : null
  return candidate && { version: candidate.version, commit: candidate.commit, url }
}

/** `people: false` for readers without a token: roles, but nobody's name, and nothing that a person wrote. */
export function blockerOf(view: LaunchView, w: Words, blocker: Blocker, people: boolean): BlockerBody {
  return {
    kind: blocker.kind,
    word: blocker.word,
    gate: blocker.gate,
    title: blocker.gate === null ? null : w.gate(view, blocker.gate),
    status: blocker.status,
    reason: w.blocker(blocker, view, { people }),
    role: blocker.role,
    roles: [...blocker.roles],
    waitingFor: people
      ? blocker.waitingFor.map((each) => ({ id: idOf(view.names, each), name: view.names.person(each)?.name || null }))
      : [],
    since: timeOrNull(blocker.since),
  }
}

/** Where people read about the launch. */
export function pageAddress(view: LaunchView, baseUrl: string): string {
  return `${baseUrl}/launches/${view.launch.launch}`
}

/**
 * The answer of status and deploy. Its text is kept until the launch, a name or time changes it (status-texts.ts), so a field must
 * follow from these alone; a deploy that is refused spreads it over a problem, whose own fields it must not have.
 * `people: false` for readers without a token, as in `blockerOf`.
 */
export function statusBody(
  view: LaunchView,
  w: Words,
  v: Verdict,
  { people, baseUrl }: { people: boolean; baseUrl: string },
): StatusBody {
  const { launch, now } = view
  return {
    launch: launch.launch,
    url: pageAddress(view, baseUrl),
    title: view.text(launch.context.title),
    state: launch.state,
    decision: v.decision,
    unlocked: v.decision === 'go',
    summary: w.summary(v, view, { people }),
    version: view.version,
    asOf: time(now),
    nextChangeAt: timeOrNull(v.nextChangeAt),
    targetAt: time(launch.context.targetAt),
    candidate: candidateOf(view, launch.context.candidate, people),
    gates: v.gates,
    blockers: v.blockers.map((blocker) => blockerOf(view, w, blocker, people)),
  }
}

export function summaryBody(view: LaunchView): LaunchSummaryBody {
  return summaryWith(view, verdictOf(view))
}

function summaryWith(view: LaunchView, { decision }: Verdict): LaunchSummaryBody {
  const { launch } = view
  return {
    slug: launch.launch,
    title: view.text(launch.context.title),
    store: view.text(launch.context.store),
    state: launch.state,
    decision,
    unlocked: decision === 'go',
    version: view.version,
    pipeline: { id: launch.definition.id, version: launch.definition.version },
    targetAt: time(launch.context.targetAt),
    timeZone: launch.context.timeZone,
    candidate: candidateOf(view, launch.context.candidate, true),
    public: launch.context.public,
    archived: launch.context.archived,
  }
}

export function launchBody(view: LaunchView, w: Words, can: Can): LaunchBody {
  const { launch, names } = view
  const { context } = launch
  const v = verdictOf(view)
  return {
    ...summaryWith(view, v),
    hold: context.hold && {
      by: idOf(names, context.hold.by),
      at: time(context.hold.at),
      reason: view.text(context.hold.reason),
    },
    window: context.window && { opensAt: time(context.window.opensAt), closesAt: time(context.window.closesAt) },
    people: Object.fromEntries(
      Object.entries(context.people).map(([role, ids]) => [role, ids.map((id) => idOf(names, id))]),
    ),
    blockers: v.blockers.map((blocker) => blockerOf(view, w, blocker, true)),
    can: can.launch,
    gates: launch.definition.gates.map(({ id }) => gateBody(view, w, id, can)),
  }
}

function gateBody(view: LaunchView, w: Words, id: string, can: Can): GateBody {
  const { launch, names } = view
  const { definition, gate } = gateOf(launch, id)
  const { context } = gate
  const mine = ownProperty(can.gates, id)
  const signed = (role: string) => {
    const signature = context.signatures[role]
    return signature ? { by: idOf(names, signature.by), at: time(signature.at) } : null
  }
  const terms = (waiver: NonNullable<typeof context.waiverRequest>) => ({
    by: idOf(names, waiver.by),
    at: time(waiver.at),
    until: time(waiver.until),
    reason: view.text(waiver.reason),
    mitigation: view.text(waiver.mitigation),
  })
  return {
    id,
    title: w.gate(view, id),
    why: w.why(view, id),
    phase: definition.phase,
    critical: definition.critical,
    owner: definition.owner,
    signers: definition.signers.map((role) => ({ role, signed: signed(role) })),
    needs: definition.needs,
    state: gate.state,
    status: statusOf(definition, gate),
    ready: isReady(definition, gate),
    version: gate.version,
    dueAt: definition.due === null ? null : time(launch.context.targetAt - definition.due),
    person: context.person && idOf(names, context.person),
    submission: context.submission && { by: idOf(names, context.submission.by), at: time(context.submission.at) },
    waiver: context.waiver && { ...terms(context.waiver), askedBy: idOf(names, context.waiver.askedBy) },
    waiverRequest: context.waiverRequest && terms(context.waiverRequest),
    reason: context.reason && view.text(context.reason.text),
    waitingFor: peopleOf(waitingIn(view, id)).map((each) => idOf(names, each)),
    can: mine?.gate ?? [],
    items: itemsOf(definition, context).map((item) =>
      itemBody(view, w, id, item, itemStateOf(context, item.id), mine?.items[item.id] ?? []),
    ),
  }
}

function itemBody(
  view: LaunchView,
  w: Words,
  gate: string,
  item: ItemDefinition,
  state: ItemState,
  can: ItemBody['can'],
): ItemBody {
  const { names } = view
  const by = (who: { by: string; service: boolean }) => ({
    by: idOf(names, who.by),
    ...(who.service ? { service: true as const } : {}),
  })
  return {
    id: item.id,
    title: w.item(view, gate, item.id),
    owner: item.owner,
    required: item.required,
    state: state.state,
    freshFor: item.freshFor === null ? null : duration(item.freshFor),
    recheckOn: item.recheckOn,
    asks: asksBody(item.asks, w.unit(view, gate, item.id)),
    can,
    stale: state.stale && { since: time(state.stale.since), causes: state.stale.causes },
    failed: state.failed && {
      at: time(state.failed.at),
      ...by(state.failed),
      evidence: evidenceBody(view, state.failed.evidence),
    },
    ticked: state.ticked && {
      at: time(state.ticked.at),
      ...by(state.ticked),
      candidate: state.ticked.candidate,
      evidence: evidenceBody(view, state.ticked.evidence),
    },
  }
}

function asksBody(asks: Asks, unit: string | null): AsksBody {
  if (asks.kind !== 'number') return { kind: asks.kind }
  return {
    kind: asks.kind,
    ...(unit === null ? {} : { unit }),
    ...(asks.min === null ? {} : { min: asks.min }),
    ...(asks.max === null ? {} : { max: asks.max }),
  }
}

function evidenceBody(view: LaunchView, evidence: Evidence): EvidenceBody {
  if (evidence.kind === 'note') return { kind: 'note', text: view.text(evidence.text) }
  if (evidence.kind === 'link') {
    const title = evidence.title === null ? {} : { title: view.text(evidence.title) }
    return { kind: 'link', url: view.text(evidence.url), ...title }
  }
  if (evidence.kind === 'file') return { ...evidence, name: view.text(evidence.name) }
  return evidence
}
