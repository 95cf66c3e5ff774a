import { isLeft } from '../../../machines/reading/absent.ts'
import { findItem, gateOf, holdersOf, isOpen } from '../../../machines/reading/queries.ts'
import { type Waiting, waitingFor } from '../../../machines/reading/waiting.ts'
import { absentIn, waitingIn } from '../../launches/present-people.ts'
import type { LaunchView } from '../../launches/read-launch.ts'
import type { Words } from '../../words/index.ts'

/** What exactly is asked of whom: the short phrases behind "waits for". */

/** What the gate asks of this person, `2 items, then send`; null when it waits for others or for nobody. */
export function myTaskPhrase(w: Words, view: LaunchView, gate: string, me: string): string | null {
  const all = waitingFor(view.launch, gate)
  const mine = all.filter(({ people }) => people.includes(me))
  if (mine.length === 0) return null
  const count = mine.reduce((sum, { items }) => sum + items.length, 0)
  if (count === 0) return w.list(mine.map((each) => taskPhrase(w, view, gate, each)))
  const at = gateOf(view.launch, gate)
  const goesOn =
    isOpen(at.gate) && mine.length === all.length && holdersOf(view.launch, at.definition.owner).includes(me)
  if (!goesOn) return w.t('page.items', { count })
  return at.definition.signers.length > 0
    ? w.t('page.items-then-send', { count })
    : w.t('page.items-then-complete', { count })
}

/** What is asked of the holders of one role. */
export function taskPhrase(w: Words, view: LaunchView, gate: string, { to, items, role }: Waiting): string {
  if (to === 'items') return w.t('page.items', { count: items.length })
  if (to === 'sign') return w.t('page.sign-as', { role: w.role(view, role) })
  if (to === 'grant') return w.t('task.decide-waiver')
  if (to === 'solve') return w.t('task.resolve-blocker')
  const { definition } = gateOf(view.launch, gate)
  return definition.signers.length > 0 ? w.command('gate.submit') : w.command('gate.complete')
}

/** What is asked of the holders of one role, with the names of the items: `1 number: p95 response time`. */
export function askedPhrase(w: Words, view: LaunchView, gate: string, waiting: Waiting): string {
  const { to, items, role } = waiting
  if (to === 'sign') return w.t('asked.sign-off', { role: w.role(view, role) })
  if (to !== 'items') return taskPhrase(w, view, gate, waiting)
  const { definition, gate: state } = gateOf(view.launch, gate)
  const kinds = new Set(items.map((item) => findItem(definition, state.context, item)?.asks.kind))
  const names = w.shortList(items.map((item) => w.short(view, gate, item)))
  const said = { count: items.length, items: names }
  if (kinds.size === 1 && kinds.has('number')) return w.t('asked.numbers', said)
  return kinds.size === 1 && kinds.has('file') ? w.t('asked.files', said) : w.t('asked.items', said)
}

/** Everybody the gate waits for, by name; a role that nobody holds by its title. Empty when it waits for nobody. */
export function waitingNames(w: Words, view: LaunchView, gate: string): string[] {
  return namesIn(w, view, waitingIn(view, gate))
}

/** Who can act, each once; where nobody can, the title of the role that is waited for. */
export function namesIn(w: Words, view: LaunchView, waiting: readonly Waiting[]): string[] {
  const names = waiting.flatMap(({ people, role }) =>
    people.length > 0 ? people.map((person) => w.person(view, person)) : [emptyRole(w, view, role)],
  )
  return [...new Set(names)]
}

function emptyRole(w: Words, view: LaunchView, role: string): string {
  const title = w.role(view, role)
  return isLeft(view.launch, role, absentIn(view.names)) ? w.t('launch.role-no-one', { role: title }) : title
}
