import type { Entry } from '../../../machines/entry.ts'
import type { ItemDefinition } from '../../../machines/pipeline/pipeline.ts'
import { obstacle } from '../../../machines/reading/obstacle.ts'
import { findGate, findItem, gateOf } from '../../../machines/reading/queries.ts'
import { gateEntriesSince, launchEntriesSince } from '../../commands/entries-since.ts'
import { render } from '../../http/render.ts'
import { launchTitle } from '../../launches/launch-title.ts'
import type { LaunchView } from '../../launches/read-launch.ts'
import { deploysWaiting } from '../../launches/waiting-deploys.ts'
import type { Words } from '../../words/index.ts'
import { changeLines } from '../forms/change-lines.ts'
import { type Form, FormMaker, type Refusal, refusalOf } from '../forms/form.ts'
import { isGateFormType } from '../forms/gate-fields.ts'
import { gateForm } from '../forms/gate-form.ts'
import { checkForm } from '../forms/item-form.ts'
import { launchForm } from '../forms/launch-form.ts'
import { refusedTop } from '../forms/typed-texts.ts'
import { waiverTerms } from '../forms/waiver-terms.ts'
import { gateHref } from '../layout/gate-row.ts'
import { renderPage } from '../layout/shell.ts'
import { vouchedFor, waiversInEffect } from '../layout/vouched.ts'
import type { PageRequest } from '../request/page-request.ts'
import type { Confirmation, ConfirmedType } from './confirmations.ts'
import { sampleCommand, wouldChangeNothing, wouldUnlock } from './simulate.ts'

/** The page between wanting to do something and doing it: what will follow, and the button that names the act. Null when it cannot be done now. */
export async function confirmPage(
  request: PageRequest,
  view: LaunchView,
  confirmation: Confirmation,
  refusal: Refusal | null,
): Promise<string | null> {
  const { w } = request
  const { gate } = confirmation
  if (!isThere(view, confirmation) || !isPossible(request, view, confirmation)) return null
  const news = await outdated(request, view, confirmation)
  const told =
    refusal && news && refusal.changed.length === 0 ? { ...refusal, changed: news.changed } : (refusal ?? news)
  const maker = new FormMaker(w, told)
  const form = formOf(request, view, confirmation, maker)
  const title = titles[confirmation.type](w, namesOf(request, view, confirmation))
  const href = gate === undefined ? `/launches/${view.launch.launch}` : gateHref(view, gate)
  const body = render('confirm/page', {
    title,
    refused: refusedTop(w, maker.unplaced),
    vouched: vouchedBefore(request, view, confirmation),
    sentences: [...waiverOf(request, view, confirmation), ...form.intro],
    form: { ...form, intro: [], leave: { href, label: leaveLabel(w, confirmation.type) } },
  })
  const crumbs = [
    { label: launchTitle(view), href: `/launches/${view.launch.launch}` },
    ...(gate === undefined ? [] : [{ label: w.gate(view, gate), href }]),
    { label: w.command(confirmation.type), href: null },
  ]
  return renderPage(request, {
    title,
    current: 'launches',
    crumbs,
    live: null,
    hasBar: false,
    isNarrow: true,
    zone: null,
    body,
  })
}

/** The label of the way back: next to the button "Cancel launch", "Cancel" would be read as the same. */
const leaveLabel = (w: Words, type: Confirmation['type']) =>
  w.t(type === 'launch.cancel' ? 'confirm.keep-launch' : 'form.cancel')

/** Nobody vouches for what they have not seen: what changed since they saw it is said before they press. */
async function outdated(request: PageRequest, view: LaunchView, confirmation: Confirmation): Promise<Refusal | null> {
  const changed = await changedSince(request, view, confirmation)
  if (changed.length === 0) return null
  const typed = { type: confirmation.type, ...(confirmation.as === undefined ? {} : { as: confirmation.as }) }
  const sentence = request.w.reason({ code: 'stale-page', params: {} }, view)
  return { ...refusalOf(typed, 200, sentence), changed: await changeLines(request, view, changed) }
}

async function changedSince(
  { services }: PageRequest,
  { launch }: LaunchView,
  confirmation: Confirmation,
): Promise<Entry[]> {
  const { gate, seen, launchSeen } = confirmation
  if (gate === undefined) return launchSeen === undefined ? [] : launchEntriesSince(services, launch.launch, launchSeen)
  const isNew = seen !== undefined && seen < gateOf(launch, gate).gate.version
  return isNew ? gateEntriesSince(services, launch.launch, gate, seen) : []
}

/** The person whose sign-off would unlock the launch is shown what they vouch for; null for everything else. */
function vouchedBefore(request: PageRequest, view: LaunchView, confirmation: Confirmation) {
  const { w, services } = request
  const { type } = confirmation
  const command = type === 'gate.signOff' || type === 'gate.complete' ? sampleCommand(view, confirmation) : null
  if (command === null || !wouldUnlock(request, view, command)) return null
  const { ready, recommended, build, window } = vouchedFor(w, view)
  return {
    title: w.t('vouched.title'),
    facts: [
      { label: w.t('vouched.gates'), text: ready },
      { label: w.t('ui.build'), text: build ?? w.t('vouched.no-build') },
      { label: w.t('ui.launch-window'), text: window ?? w.t('vouched.no-window') },
      { label: w.t('vouched.deploys'), text: w.number(deploysWaiting(services, view.launch.launch)) },
    ],
    waivers: { label: w.t('vouched.waivers'), none: w.t('vouched.none'), rows: waiversInEffect(w, view) },
    recommended: { label: w.t('vouched.recommended'), none: w.t('vouched.none'), rows: recommended },
  }
}

/** The waiver that would be granted, as it was asked for. */
function waiverOf({ w }: PageRequest, view: LaunchView, { type, gate }: Confirmation): string[] {
  const waiver = gate === undefined ? null : gateOf(view.launch, gate).gate.context.waiverRequest
  if (type !== 'gate.grantWaiver' || waiver === null) return []
  const reason = view.text(waiver.reason) ?? w.t('evidence.erased')
  return [w.t('confirm.waiver-asked', { person: w.person(view, waiver.by), reason }), ...waiverTerms(w, view, waiver)]
}

function isThere(view: LaunchView, { gate, item }: Confirmation): boolean {
  if (gate === undefined) return true
  if (!findGate(view.launch.definition, gate)) return false
  return item === undefined || itemOf(view, gate, item) !== undefined
}

function itemOf({ launch }: LaunchView, gate: string, item: string | undefined): ItemDefinition | undefined {
  const { definition, gate: state } = gateOf(launch, gate)
  return item === undefined ? undefined : findItem(definition, state.context, item)
}

/** A check may be possible although it can only fail. */
function isPossible(request: PageRequest, view: LaunchView, confirmation: Confirmation): boolean {
  const { actor, now } = request
  const { launch } = view
  if (wouldChangeNothing(view, confirmation)) return false
  const types = confirmation.type === 'gate.tick' ? (['gate.tick', 'gate.failCheck'] as const) : [confirmation.type]
  return types.some((type) => obstacle(launch, { ...confirmation, type }, actor, now) === null)
}

function formOf(
  request: PageRequest,
  view: LaunchView,
  { type, gate, as, item }: Confirmation,
  maker: FormMaker,
): Form {
  if (gate === undefined) return mainForm(launchForm(request, view, type, maker))
  const definition = itemOf(view, gate, item)
  if (definition) return checkForm(request, view, gate, definition, maker)
  if (!isGateFormType(type)) throw new Error(`${type} is not about a gate as a whole`)
  return gateForm(request, view, gate, { type, ...(as === undefined ? {} : { as }) }, maker, true)
}

function mainForm(form: Form): Form {
  return { ...form, buttons: form.buttons.map((button) => ({ ...button, main: true })) }
}

interface Names {
  launch: string
  gate: string
  role: string
  item: string
}

function namesOf({ w }: PageRequest, view: LaunchView, { gate, item, as }: Confirmation): Names {
  return {
    launch: launchTitle(view),
    gate: gate === undefined ? '' : w.gate(view, gate),
    role: as === undefined ? '' : w.role(view, as),
    item: gate === undefined || item === undefined ? '' : w.item(view, gate, item),
  }
}

const titles: Record<ConfirmedType, (w: Words, names: Names) => string> = {
  'launch.launch': (w, { launch }) => w.t('confirm.launch', { launch }),
  'launch.rollBack': (w, { launch }) => w.t('confirm.roll-back', { launch }),
  'launch.cancel': (w, { launch }) => w.t('confirm.cancel', { launch }),
  'launch.hold': (w, { launch }) => w.t('confirm.hold', { launch }),
  'launch.release': (w, { launch }) => w.t('confirm.release', { launch }),
  'launch.archive': (w, { launch }) => w.t('confirm.archive', { launch }),
  'launch.setCandidate': (w, { launch }) => w.t('confirm.build', { launch }),
  'launch.schedule': (w, { launch }) => w.t('confirm.schedule', { launch }),
  'launch.setPublicStatus': (w, { launch }) => w.t('confirm.visibility', { launch }),
  'gate.signOff': (w, { gate, role }) => w.t('confirm.sign-off', { gate, role }),
  'gate.complete': (w, { gate }) => w.t('confirm.complete', { gate }),
  'gate.reopen': (w, { gate }) => w.t('confirm.reopen', { gate }),
  'gate.requestWaiver': (w, { gate }) => w.t('confirm.ask-waiver', { gate }),
  'gate.grantWaiver': (w, { gate }) => w.t('confirm.grant-waiver', { gate }),
  'gate.tick': (_, { item }) => item,
}
