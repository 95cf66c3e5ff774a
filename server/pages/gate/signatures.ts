import type { Entry } from '../../../machines/entry.ts'
import type { GateHistory, Signature } from '../../../machines/reading/gate-history.ts'
import { gateOf, holdersOf, isAwaitingSignOff, isBlocked, isOpen, isOver } from '../../../machines/reading/queries.ts'
import type { LaunchView } from '../../launches/read-launch.ts'
import type { Words } from '../../words/index.ts'
import { textsOf } from '../layout/log-lines.ts'
import { type PersonName, personName } from '../layout/person-name.ts'
import type { Time } from '../layout/time.ts'
import type { PageRequest } from '../request/page-request.ts'
import { entryHref, type GateLog, timeOf } from './gate-log.ts'

/** The signatures of a gate: one row for each role that signs it, then those that something voided. */
export interface ShownSignatures {
  title: string
  line: string
  roles: ShownSignature[]
  voided: { title: string; folded: boolean; signatures: ShownSignature[] } | null
}

interface ShownSignature {
  mark: string
  /** Who signed; where nobody has yet, who may. */
  names: PersonName[]
  nobody: string | null
  mine: boolean
  role: string
  /** Where it stands, in a word; null where the rest says it. */
  state: string | null
  signed: Linked | null
  statement: string | null
  voided: (Linked & { event: string }) | null
}

interface Linked {
  time: Time
  href: string | null
}

const mostUnfolded = 3

/** Null for a gate that nobody signs. */
export async function gateSignatures(
  request: PageRequest,
  view: LaunchView,
  id: string,
  log: GateLog,
): Promise<ShownSignatures | null> {
  const { w, actor } = request
  const { definition, gate } = gateOf(view.launch, id)
  const { rounds } = log.history
  if (definition.signers.length === 0) return null
  const textOf = await textsOf(
    request,
    view,
    rounds.flatMap(({ signatures }) => signatures.map(({ statement }) => statement)),
  )
  const shown = (signature: Signature, voidedBy: Entry | null): ShownSignature => ({
    mark: voidedBy === null ? 'completed' : 'not-needed',
    names: [personName(w.person(view, signature.entry.actor.id))],
    nobody: null,
    mine: voidedBy === null && signature.entry.actor.id === actor.id,
    role: w.role(view, signature.as),
    state: w.t('sign-off.signed'),
    signed: linked(w, view, signature.entry),
    statement: signature.statement === null ? null : (textOf(signature.statement) ?? w.t('evidence.erased')),
    voided: voidedBy && { ...linked(w, view, voidedBy), event: voidedWords(w, view, log.history, voidedBy) },
  })
  const asked = (role: string): ShownSignature => {
    const people = holdersOf(view.launch, role)
    return {
      mark: isAwaitingSignOff(gate) ? 'awaiting-sign-off' : 'not-started',
      names: people.map((person) => personName(w.person(view, person))),
      nobody: people.length === 0 ? w.t('blocker.people', { role: w.role(view, role) }) : null,
      mine: people.includes(actor.id),
      role: w.role(view, role),
      state: stateOf(w, view, id),
      signed: null,
      statement: null,
      voided: null,
    }
  }
  const last = rounds.at(-1)
  const standing = last?.left === null ? last.signatures : []
  const voided = rounds.toReversed().flatMap(({ left, signatures }) => {
    return left === null ? [] : signatures.toReversed().map((signature) => shown(signature, left))
  })
  const isStillToBeSent = isToBeSent(view, id)
  const line = w.t('page.signed-of', {
    signed: w.number(standing.length),
    signers: w.number(definition.signers.length),
  })
  return {
    title: w.t('page.sign-offs'),
    line: isStillToBeSent ? w.t('gate.signed-later', { signed: line }) : line,
    roles: definition.signers.map((role) => {
      const signature = standing.find(({ as }) => as === role)
      return signature ? shown(signature, null) : asked(role)
    }),
    voided:
      voided.length === 0
        ? null
        : {
            title: w.t('voided.title', { count: voided.length }),
            folded: voided.length > mostUnfolded,
            signatures: voided,
          },
  }
}

/** Of a role that has not signed. */
function stateOf(w: Words, view: LaunchView, id: string): string | null {
  if (isAwaitingSignOff(gateOf(view.launch, id).gate)) return w.t('sign-off.requested')
  return isToBeSent(view, id) ? w.t('sign-off.later') : null
}

function isToBeSent({ launch }: LaunchView, id: string): boolean {
  const { gate } = gateOf(launch, id)
  return (isOpen(gate) || isBlocked(gate)) && !isOver(launch)
}

const linked = (w: Words, view: LaunchView, entry: Entry): Linked => ({
  time: timeOf(w, view, entry),
  href: entryHref(view, entry),
})

function voidedWords(w: Words, view: LaunchView, history: GateHistory, entry: Entry): string {
  return w.t('voided.by', { event: eventOf(w, view, history, entry) })
}

function eventOf(w: Words, view: LaunchView, { items }: GateHistory, entry: Entry): string {
  const person = w.person(view, entry.actor.id)
  switch (entry.action) {
    case 'gate.withdraw':
      return w.t('voided.withdrawn', { person })
    case 'gate.return':
      return w.t('voided.returned', { person })
    case 'gate.block':
      return w.t('voided.blocked', { person })
    case 'gate.failCheck':
      return w.t('voided.failed', { person })
    case 'gate.reopen':
      return w.t('voided.reopened', { person })
    case 'gate.recheck': {
      const asked = items.filter((event) => event.entry === entry)
      const causes = new Set(asked.flatMap((event) => (event.kind === 'ask-again' ? event.causes : [])))
      return w.t('voided.recheck', { cause: w.list([...causes].map((cause) => w.t(`log.cause.${cause}`))) })
    }
    default:
      throw new Error(`${entry.action} voids no signature`)
  }
}
