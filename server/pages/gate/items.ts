import type { ItemDefinition } from '../../../machines/pipeline/pipeline.ts'
import type { CanGate } from '../../../machines/reading/can.ts'
import { obstacle } from '../../../machines/reading/obstacle.ts'
import {
  gateOf,
  holdersOf,
  isItemNotNeeded,
  isStale,
  isTicked,
  isUntouched,
  itemStateOf,
  itemsOf,
} from '../../../machines/reading/queries.ts'
import type { ItemState } from '../../../machines/state.ts'
import type { LaunchView } from '../../launches/read-launch.ts'
import { confirmationHref } from '../confirm/confirmations.ts'
import { wouldBeAccepted } from '../confirm/simulate.ts'
import type { Form, FormMaker } from '../forms/form.ts'
import { type AllowedChecks, commandFields, itemForm, itemNotes, type Purpose } from '../forms/item-form.ts'
import { aboutWords } from '../layout/pieces.ts'
import { type ShownEvidence, shownEvidence } from '../layout/shown-evidence.ts'
import { type ShownText, shownText } from '../layout/shown-text.ts'
import { happened, type Time } from '../layout/time.ts'
import type { PageRequest } from '../request/page-request.ts'
import { itemScopeForm } from './other-actions.ts'
import type { GatePreviews } from './previews.ts'
import { type ShownPreview, shownPreview } from './shown-preview.ts'

/** One item of a gate as its page shows it. */
export interface ShownItem {
  anchor: string
  id: string
  text: ShownText
  /** Its sentence as it is read out after a label. */
  about: string
  mark: string
  state: string
  /** The role that ticks it, if it is not the gate's owner. The person who ticked it is named with the evidence. */
  owner: string | null
  /** What to know before the check, where this person can check it or is hindered. */
  notes: string
  causes: string[]
  failed: Standing | null
  last: Standing | null
  /** Why it cannot be ticked now, though this person could ever. */
  hindrance: string | null
  forms: Form[]
  /** A check that would unlock the launch or could lock it again is asked about on a page of its own. */
  check: { label: string; href: string } | null
  /** Behind one press more: a new check of what is ticked already. */
  again: { label: string; open: boolean; forms: Form[] } | null
  untick: Form | null
  /** For who says what is asked at all: taken out behind a press, brought back at once. */
  leaveOut: { label: string; open: boolean; form: Form } | null
  bringBack: Form | null
}

interface Standing {
  line: string
  time: Time
  evidence: ShownEvidence | null
  preview: ShownPreview | null
}

export interface ShownItems {
  mine: ShownItem[]
  others: ShownItem[]
  done: ShownItem[]
  doneOpen: boolean
  advice: ShownItem[]
  adviceOpen: boolean
  leftOut: ShownItem[]
  leftOutOpen: boolean
}

/** The items of a gate, first those that this person can tick, then the rest, what is done, and advice. */
export function gateItems(
  request: PageRequest,
  view: LaunchView,
  id: string,
  can: CanGate,
  maker: FormMaker,
  previews: GatePreviews,
): ShownItems {
  const { definition, gate } = gateOf(view.launch, id)
  const shown: ShownItems = {
    mine: [],
    others: [],
    done: [],
    doneOpen: false,
    advice: [],
    adviceOpen: false,
    leftOut: [],
    leftOutOpen: false,
  }
  for (const item of itemsOf(definition, gate.context)) {
    const state = itemStateOf(gate.context, item.id)
    const card = shownItem(request, view, id, item, can.items[item.id] ?? [], maker, previews)
    const forms = [...card.forms, ...(card.again?.forms ?? []), card.untick, card.leaveOut?.form, card.bringBack]
    const refused = maker.isAbout(item.id) || forms.some((form) => form?.refusal)
    if (isItemNotNeeded(state)) {
      shown.leftOut.push(card)
      shown.leftOutOpen ||= refused
    } else if (!item.required) {
      shown.advice.push(card)
      shown.adviceOpen ||= refused
    } else if (isTicked(state)) {
      shown.done.push(card)
      shown.doneOpen ||= refused
    } else if (isMine(request, view, item)) shown.mine.push(card)
    else shown.others.push(card)
  }
  // One main action a page: the first of these, or the one in the bar.
  for (const { forms } of shown.mine.slice(1))
    for (const form of forms) for (const button of form.buttons) button.main = false
  return shown
}

function isMine({ actor }: PageRequest, view: LaunchView, item: ItemDefinition): boolean {
  return actor.permission === 'member' && holdersOf(view.launch, item.owner).includes(actor.id)
}

function shownItem(
  request: PageRequest,
  view: LaunchView,
  id: string,
  item: ItemDefinition,
  may: AllowedChecks,
  maker: FormMaker,
  previews: GatePreviews,
): ShownItem {
  const { w, actor, now } = request
  const { definition, gate } = gateOf(view.launch, id)
  const state = itemStateOf(gate.context, item.id)
  const at = { gate: id, item: item.id }
  const zone = view.launch.context.timeZone
  const standing = (line: string, when: number, { evidence }: Pick<Tick, 'evidence'>): Standing => {
    const shown = shownEvidence(w, view, at, evidence)
    return {
      line,
      time: happened(w, when, now, zone),
      evidence: shown,
      preview: shown && shownPreview(w, view, previews, item.id, evidence, shown.text),
    }
  }
  const { ticked, failed } = state
  const against = obstacle(view.launch, { type: 'gate.tick', gate: id, item: item.id }, actor, now)
  const form = (purpose: Purpose) => itemForm(request, view, id, item, may, maker, purpose)
  const isAgain = isTicked(state)
  const isOffered = may.includes('gate.tick') || may.includes('gate.failCheck')
  const asked = isOffered ? confirmationHref(request, view, { type: 'gate.tick', ...at }) : null
  const forms = may.includes('gate.tick') && !isAgain && asked === null ? [form('tick')] : []
  if (isStale(state) && may.includes('gate.tick') && mayBeSame(request, view, id, item))
    forms.push(sameForm(request, view, id, item, maker))
  const checksAgain = isAgain
    ? may.includes('gate.failCheck') || (item.freshFor !== null && may.includes('gate.tick'))
    : item.asks.kind === 'number' && may.includes('gate.failCheck') && !may.includes('gate.tick')
  const again = checksAgain && asked === null ? form('again') : null
  const hindrance =
    against && !against.never && isMine(request, view, item) && !isAgain ? w.reason(against.reason, view) : null
  const out = may.includes('gate.itemNotNeeded') ? itemScopeForm(request, view, at, 'gate.itemNotNeeded', maker) : null
  return {
    anchor: `item-${item.id}`,
    id: item.id,
    text: shownText(w, w.item(view, id, item.id)),
    about: aboutWords(w, w.item(view, id, item.id)),
    mark: markOf(state),
    state: w.t(stateKey(state)),
    owner: item.owner === definition.owner || isAgain ? null : ownerLine(request, view, item),
    notes: forms.length > 0 || hindrance !== null ? w.sentences(itemNotes(request, view, item)) : '',
    causes: (state.stale?.causes ?? []).map((cause) => w.stale(view, id, item.id, cause)),
    failed: failed && standing(w.t('page.failed-by', { person: w.person(view, failed.by) }), failed.at, failed),
    last: ticked && standing(w.person(view, ticked.by), ticked.at, ticked),
    hindrance,
    forms,
    check: asked === null ? null : { label: isAgain ? w.t('item.check-again') : w.command('gate.tick'), href: asked },
    again: again && { label: w.t('item.check-again'), open: again.refusal !== null, forms: [again] },
    untick: may.includes('gate.untick') ? untickForm(request, view, id, item, maker) : null,
    leaveOut: out && { label: w.t('scope-form.item-out'), open: out.refusal !== null, form: out },
    bringBack: may.includes('gate.requireItem') ? itemScopeForm(request, view, at, 'gate.requireItem', maker) : null,
  }
}

type Tick = NonNullable<ItemState['ticked']>

function markOf(state: ItemState): string {
  if (isItemNotNeeded(state)) return 'not-needed'
  if (state.failed) return 'blocked'
  if (isStale(state)) return 'needs-recheck'
  return isTicked(state) ? 'completed' : 'not-started'
}

function stateKey(state: ItemState): 'item.open' | 'item.ticked' | 'item.stale' | 'item.not-needed' {
  if (isItemNotNeeded(state)) return 'item.not-needed'
  if (isStale(state)) return 'item.stale'
  return isUntouched(state) ? 'item.open' : 'item.ticked'
}

function ownerLine({ w }: PageRequest, view: LaunchView, item: ItemDefinition): string {
  const people = holdersOf(view.launch, item.owner).map((person) => w.person(view, person))
  const role = w.role(view, item.owner)
  return people.length > 0 ? w.t('item.owner', { people: w.list(people), role }) : role
}

/** Whether the engine would take the old note, link or file once more. */
function mayBeSame(request: PageRequest, view: LaunchView, id: string, item: ItemDefinition): boolean {
  const { candidate, ...at } = commandFields(view, id, item).hidden
  const said = candidate === null ? {} : { candidate }
  return wouldBeAccepted(request, view, { type: 'gate.tick', ...at, ...said, same: true })
}

function sameForm({ w }: PageRequest, view: LaunchView, id: string, item: ItemDefinition, maker: FormMaker): Form {
  const { action, hidden } = commandFields(view, id, item)
  return maker.make({
    name: `gate-tick-${item.id}-same`,
    action,
    hidden: { ...hidden, type: 'gate.tick', same: 'true' },
    buttons: [{ label: w.t('item.same'), about: w.item(view, id, item.id) }],
  })
}

function untickForm({ w }: PageRequest, view: LaunchView, id: string, item: ItemDefinition, maker: FormMaker): Form {
  const { action, hidden } = commandFields(view, id, item)
  const isToggle = item.asks.kind === 'none'
  return maker.make({
    name: `gate-untick-${item.id}`,
    action,
    hidden: { ...hidden, candidate: null, type: 'gate.untick' },
    buttons: [
      {
        label: isToggle ? w.command('gate.tick') : w.command('gate.untick'),
        about: w.item(view, id, item.id),
        pressed: isToggle ? true : null,
      },
    ],
  })
}
