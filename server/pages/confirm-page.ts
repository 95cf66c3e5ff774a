import { findGate, findItem, gateOf } from '../../machines/queries.ts'
import { obstacle, type Probe } from '../../machines/why-not.ts'
import type { LaunchView } from '../read-launch.ts'
import { render } from '../render.ts'
import type { AskedType } from './asked-first.ts'
import { type Form, FormMaker, type Refusal } from './forms.ts'
import { gateForm } from './gate-actions.ts'
import { checkForm } from './gate-items.ts'
import { gateHref } from './gate-rows.ts'
import { launchForm } from './launch-actions.ts'
import { launchTitle } from './my-turn.ts'
import { page } from './shell.ts'
import type { Visit } from './visit.ts'

/** What is asked about: a command, and what it is about. */
export type Asked = Probe & { type: AskedType }

/** The page between wanting to do something and doing it: what will follow, and the button that names the act. Null when it cannot be done now. */
export function confirmPage(visit: Visit, view: LaunchView, asked: Asked, refusal: Refusal | null): string | null {
  const { w } = visit
  const { gate } = asked
  if (!isThere(view, asked) || !isPossible(visit, view, asked)) return null
  const { intro, ...form } = formOf(visit, view, asked, new FormMaker(refusal))
  const title = titleOf(visit, view, asked)
  const href = gate === undefined ? `/launches/${view.launch.launch}` : gateHref(view, gate)
  const body = render('confirm', {
    title,
    sentences: intro,
    form: { ...form, intro: [], leave: { href, label: w.t('page.leave') } },
  })
  const crumbs = [
    { label: launchTitle(view), href: `/launches/${view.launch.launch}` },
    ...(gate === undefined ? [] : [{ label: w.gate(view, gate), href }]),
    { label: form.buttons[0]?.label ?? title, href: null },
  ]
  return page(visit, { title, current: 'launches', crumbs, live: null, hasBar: false, zone: null, body })
}

function isThere({ launch }: LaunchView, { gate, item }: Asked): boolean {
  if (gate === undefined) return true
  if (!findGate(launch.definition, gate)) return false
  const { definition, gate: state } = gateOf(launch, gate)
  return item === undefined || findItem(definition, state.context, item) !== undefined
}

/** A check may be possible although it can only fail. */
function isPossible({ actor, now }: Visit, { launch }: LaunchView, asked: Asked): boolean {
  const types = asked.type === 'gate.tick' ? (['gate.tick', 'gate.failCheck'] as const) : [asked.type]
  return types.some((type) => obstacle(launch, { ...asked, type }, actor, now) === null)
}

function formOf(visit: Visit, view: LaunchView, { type, gate, as, item }: Asked, maker: FormMaker): Form {
  if (gate === undefined) return mainForm(launchForm(visit, view, type, maker))
  if (item !== undefined) return checkForm(visit, view, gate, item, maker)
  return gateForm(visit, view, gate, { type, ...(as === undefined ? {} : { as }) }, maker, true)
}

function mainForm(form: Form): Form {
  return { ...form, buttons: form.buttons.map((button) => ({ ...button, main: true })) }
}

function titleOf({ w }: Visit, view: LaunchView, { type, gate, item, as }: Asked): string {
  const launch = launchTitle(view)
  switch (type) {
    case 'launch.launch':
      return w.t('confirm.launch', { launch })
    case 'launch.rollBack':
      return w.t('confirm.roll-back', { launch })
    case 'launch.cancel':
      return w.t('confirm.cancel', { launch })
    case 'launch.hold':
      return w.t('confirm.hold', { launch })
    case 'launch.release':
      return w.t('confirm.release', { launch })
    case 'launch.archive':
      return w.t('confirm.archive', { launch })
    case 'launch.setCandidate':
      return w.t('confirm.build', { launch })
  }
  const name = w.gate(view, gate ?? '')
  switch (type) {
    case 'gate.signOff':
      return w.t('confirm.sign-off', { gate: name, role: w.role(view, as ?? '') })
    case 'gate.complete':
      return w.t('confirm.complete', { gate: name })
    case 'gate.reopen':
      return w.t('confirm.reopen', { gate: name })
    case 'gate.requestWaiver':
      return w.t('confirm.ask-waiver', { gate: name })
    case 'gate.grantWaiver':
      return w.t('confirm.grant-waiver', { gate: name })
    case 'gate.tick':
      return w.item(view, gate ?? '', item ?? '')
  }
}
