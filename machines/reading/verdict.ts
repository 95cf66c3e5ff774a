import type { LaunchState } from '../state.ts'
import { factsOf, type LaunchFacts } from './gate-facts.ts'
import {
  bindsCandidate,
  type GateStatus,
  holdersOf,
  holdsRolledBack,
  isBlocked,
  isCancelled,
  isDraft,
  isHeld,
  isLaunched,
  isNamed,
  isNotNeeded,
  isOver,
  isWaived,
} from './queries.ts'
import { sinceOf } from './waiting.ts'

/** May we deploy, at this time, that build? */

type Word = 'wait' | 'hold' | 'no-go'
export type DecisionWord = 'go' | Word

/** What a caller asked about: whatever the launch holds (status), nothing in particular (a deploy that did not say), or a build by version or commit. */
export type AskedBuild = { build: 'current' } | { build: 'unnamed' } | { build: 'named'; name: string }

/** Why not yet. `code` and `params` name the sentence; `since` is epoch ms, null when nothing began; `needs` are gates that must be ready first. */
export interface Blocker {
  kind: 'state' | 'gate' | 'candidate' | 'hold' | 'window' | 'people'
  word: Word
  code: string
  params: Record<string, unknown>
  gate: string | null
  status: GateStatus | null
  role: string | null
  /** Every role that is waited for, the first of them is `role`. */
  roles: readonly string[]
  waitingFor: readonly string[]
  since: number | null
  needs: readonly string[]
}

export interface Verdict {
  decision: DecisionWord
  blockers: Blocker[]
  /** The next instant at which the answer may change by the clock alone, or null. */
  nextChangeAt: number | null
  gates: { total: number; ready: number; waived: number; blocked: number }
}

const blank = { params: {}, gate: null, status: null, role: null, roles: [], waitingFor: [], since: null, needs: [] }

/** Pure. No blocker ⇔ go; with several the strongest word wins. `launch` must be the launch as of `now` (see due.ts). */
export function verdict(launch: LaunchState, now: number, asked: AskedBuild): Verdict {
  const facts = factsOf(launch)
  const blockers = [
    ...stateBlockers(launch),
    ...candidateBlockers(launch, asked),
    ...windowBlockers(launch, now),
    ...gateBlockers(launch, facts),
    ...peopleBlockers(launch, facts),
  ]
  const words = new Set(blockers.map(({ word }) => word))
  const word = (['no-go', 'hold', 'wait'] as const).find((each) => words.has(each))
  return { decision: word ?? 'go', blockers, nextChangeAt: nextChangeAt(launch, now), gates: countGates(facts) }
}

function stateBlockers(launch: LaunchState): Blocker[] {
  if (isDraft(launch)) return [{ ...blank, kind: 'state', word: 'wait', code: 'state.draft', since: launch.stateSince }]
  if (isCancelled(launch))
    return [{ ...blank, kind: 'state', word: 'no-go', code: 'state.cancelled', since: launch.stateSince }]
  const { hold } = launch.context
  if (!isHeld(launch)) return []
  return [
    {
      ...blank,
      kind: 'hold',
      word: 'hold',
      code: 'hold',
      params: { reason: hold?.reason ?? null },
      since: launch.stateSince,
    },
  ]
}

function candidateBlockers(launch: LaunchState, asked: AskedBuild): Blocker[] {
  const { candidate, rolledBack } = launch.context
  const blocker = (word: Word, code: string, params: Record<string, unknown> = {}): Blocker[] => [
    { ...blank, kind: 'candidate', word, code, params },
  ]
  const roles = launch.definition.candidateRoles
  const name = asked.build === 'named' ? asked.name : null
  const isOther = candidate !== null && name !== null && !isNamed(candidate, name)
  const undone =
    (name !== null && rolledBack.some((each) => isNamed(each, name))) || (!isOther && holdsRolledBack(launch))
  if (undone) return blocker('no-go', 'build-rolled-back', { candidate: name ?? candidate?.version ?? null })
  if (bindsCandidate(launch.definition) && candidate === null) return blocker('wait', 'candidate-missing', { roles })
  if (candidate === null) return []
  if (name !== null && !isNamed(candidate, name))
    return blocker('no-go', 'candidate.other', { asked: name, candidate: candidate.version })
  const mustSay = bindsCandidate(launch.definition) || isLaunched(launch)
  return asked.build === 'unnamed' && mustSay ? blocker('wait', 'candidate.unsaid') : []
}

function windowBlockers(launch: LaunchState, now: number): Blocker[] {
  const { window } = launch.context
  if (window === null || (now >= window.opensAt && now < window.closesAt)) return []
  return [{ ...blank, kind: 'window', word: 'wait', code: 'window', params: { ...window } }]
}

/** One blocker for each gate not ready: first those that can go on now, the longest waiting first, then those that wait for other gates. */
function gateBlockers(launch: LaunchState, { gates, needs }: LaunchFacts): Blocker[] {
  if (isLaunched(launch)) return []
  const blockers: Blocker[] = []
  gates.forEach(({ definition, gate, ready, status, roles, people }, place) => {
    if (ready) return
    const unready = needs[place] ?? []
    blockers.push({
      kind: 'gate',
      word: 'wait',
      code: 'gate',
      params: {},
      gate: definition.id,
      status,
      role: roles[0] ?? definition.owner,
      roles,
      waitingFor: people,
      since: sinceOf(launch, definition, gate, unready),
      needs: unready,
    })
  })
  const later = (blocker: Blocker) => (blocker.needs.length > 0 ? 1 : 0)
  return blockers.sort((a, b) => later(a) - later(b) || (a.since ?? 0) - (b.since ?? 0))
}

/** Nobody is waited for once the launch is live. */
function peopleBlockers(launch: LaunchState, { gates }: LaunchFacts): Blocker[] {
  if (isLaunched(launch)) return []
  const awaited = new Set<string>()
  for (const { roles } of gates) for (const role of roles) awaited.add(role)
  return [...awaited]
    .filter((role) => holdersOf(launch, role).length === 0)
    .map((role) => ({ ...blank, kind: 'people', word: 'wait', code: 'people', params: { role }, role, roles: [role] }))
}

function nextChangeAt(launch: LaunchState, now: number): number | null {
  let next = Number.POSITIVE_INFINITY
  const mayChange = (instant: number | null) => {
    if (instant !== null && instant > now && instant < next) next = instant
  }
  mayChange(launch.context.window?.opensAt ?? null)
  mayChange(launch.context.window?.closesAt ?? null)
  if (!isOver(launch)) {
    const { gates, firstChange } = factsOf(launch)
    if (firstChange > now) mayChange(firstChange)
    else for (const { changes } of gates) for (const instant of changes) mayChange(instant)
  }
  return next === Number.POSITIVE_INFINITY ? null : next
}

function countGates({ gates }: LaunchFacts): Verdict['gates'] {
  const counts = { total: 0, ready: 0, waived: 0, blocked: 0 }
  for (const { gate, ready } of gates) {
    if (isNotNeeded(gate)) continue
    counts.total += 1
    if (ready) counts.ready += 1
    if (isWaived(gate)) counts.waived += 1
    if (isBlocked(gate)) counts.blocked += 1
  }
  return counts
}
