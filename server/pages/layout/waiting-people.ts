import { isLeft } from '../../../machines/reading/absent.ts'
import {
  gateOf,
  isBlocked,
  isReturned,
  isTroubled,
  itemStateOf,
  staleRequired,
} from '../../../machines/reading/queries.ts'
import type { Blocker, Verdict } from '../../../machines/reading/verdict.ts'
import { absentIn, waitingIn } from '../../launches/present-people.ts'
import type { LaunchView } from '../../launches/read-launch.ts'
import type { Words } from '../../words/index.ts'
import { type GateRow, gateRow } from './gate-row.ts'
import { type PersonName, personName } from './person-name.ts'
import { askedPhrase } from './waiting-phrases.ts'

/** Whom the launch waits for now, each once, the longest first. */
export interface WaitingPerson {
  /** Id of the person, null where nobody holds the role. */
  person: string | null
  pseudonym: string | null
  name: PersonName
  roles: string
  since: number
  gates: { row: GateRow; asked: string; why: string | null; since: number }[]
}

export function waitingPeople(w: Words, view: LaunchView, { blockers }: Verdict): WaitingPerson[] {
  const byKey = new Map<string, WaitingPerson & { roleIds: Set<string> }>()
  for (const blocker of blockers) {
    if (blocker.gate === null || blocker.needs.length > 0) continue
    const since = blocker.since ?? view.now
    const { definition, gate: gateNow } = gateOf(view.launch, blocker.gate)
    // What went wrong is worth a sentence; that work is open goes without saying.
    const trouble = isTroubled(definition, gateNow)
    for (const waiting of waitingIn(view, blocker.gate)) {
      const keys = waiting.people.length > 0 ? waiting.people : [null]
      for (const pseudonym of keys) {
        const key = pseudonym ?? `role ${waiting.role}`
        const found = byKey.get(key) ?? blank(w, view, pseudonym, waiting.role, since)
        byKey.set(key, found)
        found.roleIds.add(waiting.role)
        found.since = Math.min(found.since, since)
        const gate = found.gates.find(({ row }) => row.id === blocker.gate)
        const asked = askedPhrase(w, view, blocker.gate, waiting)
        if (gate) gate.asked = w.list([gate.asked, asked])
        else
          found.gates.push({
            row: gateRow(w, view, blocker.gate),
            asked,
            why: trouble ? whyAsked(w, view, blocker, blocker.gate) : null,
            since,
          })
      }
    }
  }
  return [...byKey.values()]
    .map((each) => ({ ...each, roles: w.list([...each.roleIds].map((role) => w.role(view, role))) }))
    .sort((a, b) => a.since - b.since)
}

/** The reason, as written by the person who reported or returned it. For an item that needs a recheck, only the cause. */
function whyAsked(w: Words, view: LaunchView, blocker: Blocker, id: string): string {
  const { definition, gate } = gateOf(view.launch, id)
  const [stale] = isBlocked(gate) || isReturned(gate) ? [] : staleRequired(definition, gate.context)
  const [cause] = stale === undefined ? [] : (itemStateOf(gate.context, stale).stale?.causes ?? [])
  return stale === undefined || cause === undefined ? w.blocker(blocker, view) : w.stale(view, id, stale, cause)
}

function blank(w: Words, view: LaunchView, pseudonym: string | null, role: string, since: number) {
  const person = pseudonym === null ? undefined : view.names.person(pseudonym)
  const name = pseudonym === null ? noOne(w, view, role) : w.person(view, pseudonym)
  return {
    person: person?.id ?? null,
    pseudonym,
    name: personName(w, name),
    roles: '',
    since,
    gates: [],
    roleIds: new Set([role]),
  }
}

/** What stands where nobody can act: everyone who had the role may have left. */
export const noOne = (w: Words, view: LaunchView, role: string): string =>
  w.t(isLeft(view.launch, role, absentIn(view.names)) ? 'assign.no-one' : 'launch.no-one-yet')
