import type { Entry } from '../../../machines/entry.ts'
import type { Signature } from '../../../machines/reading/gate-history.ts'
import { gateOf, holdersOf, isAwaitingSignOff, isBlocked, isOpen, isOver } from '../../../machines/reading/queries.ts'
import type { LaunchView } from '../../launches/read-launch.ts'
import type { Words } from '../../words/index.ts'
import { textsOf } from '../layout/log-lines.ts'
import { type PersonName, personNames } from '../layout/person-name.ts'
import { type ShownText, shownText } from '../layout/shown-text.ts'
import type { Time } from '../layout/time.ts'
import type { PageRequest } from '../request/page-request.ts'
import { entryHref, type GateLog, timeOf } from './gate-log.ts'

/** The valid sign-offs of a gate, one row for each role. Voided ones are only in the activity. */
export interface ShownSignatures {
  title: string
  line: string
  roles: ShownSignature[]
}

interface ShownSignature {
  mark: string
  /** Who signed; where nobody has yet, who may. */
  names: (PersonName | string)[]
  nobody: string | null
  mine: boolean
  /** For which role, and where it stands, unless the rest says that. */
  role: string
  signed: { time: Time; href: string | null } | null
  statement: ShownText | null
}

/** Null for a gate that nobody signs. */
export async function gateSignatures(
  request: PageRequest,
  view: LaunchView,
  id: string,
  log: GateLog,
): Promise<ShownSignatures | null> {
  const { w, actor } = request
  const { definition, gate } = gateOf(view.launch, id)
  if (definition.signers.length === 0) return null
  const last = log.history.rounds.at(-1)
  const standing = last?.left === null ? last.signatures : []
  const textOf = await textsOf(
    request,
    view,
    standing.map(({ statement }) => statement),
  )
  const shown = ({ entry, as, statement }: Signature): ShownSignature => ({
    mark: 'completed',
    names: personNames(w, [w.person(view, entry.actor.id)]),
    nobody: null,
    mine: entry.actor.id === actor.id,
    role: w.t('sign-off.of-role', { role: w.role(view, as), state: w.t('sign-off.signed') }),
    signed: linked(request, view, entry),
    statement: statement === null ? null : shownText(w, textOf(statement) ?? w.t('evidence.erased')),
  })
  const asked = (role: string): ShownSignature => {
    const people = holdersOf(view.launch, role)
    const state = stateOf(w, view, id)
    return {
      mark: isAwaitingSignOff(gate) ? 'awaiting-sign-off' : 'not-started',
      names: personNames(
        w,
        people.map((person) => w.person(view, person)),
      ),
      nobody: people.length === 0 ? w.t('blocker.people', { role: w.role(view, role) }) : null,
      mine: people.includes(actor.id),
      role: state === null ? w.role(view, role) : w.t('sign-off.of-role', { role: w.role(view, role), state }),
      signed: null,
      statement: null,
    }
  }
  return {
    title: w.t('page.sign-offs'),
    line: w.t('page.signed-of', { signed: w.number(standing.length), signers: w.number(definition.signers.length) }),
    roles: definition.signers.map((role) => {
      const signature = standing.find(({ as }) => as === role)
      return signature ? shown(signature) : asked(role)
    }),
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

const linked = (request: PageRequest, view: LaunchView, entry: Entry) => ({
  time: timeOf(request, view, entry),
  href: entryHref(view, entry),
})
