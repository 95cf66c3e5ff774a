import { obstacle } from '../../machines/why-not.ts'
import type { LaunchView } from '../read-launch.ts'
import { render } from '../render.ts'
import { FormMaker, type Refusal } from './forms.ts'
import { launchTitle } from './my-turn.ts'
import { page } from './shell.ts'
import type { Visit } from './visit.ts'

/** The pages between wanting to end something and doing it: what will follow, why, and the button that names the act. */

export type Ending = 'launch.cancel' | 'launch.rollBack'

export const isEnding = (type: unknown): type is Ending => type === 'launch.cancel' || type === 'launch.rollBack'

/** Where the page of an act stands, below its launch. */
export const endingPath: Record<Ending, string> = { 'launch.cancel': 'cancel', 'launch.rollBack': 'roll-back' }

/** Null when this person cannot do it now. */
export function endingPage(visit: Visit, view: LaunchView, type: Ending, refusal: Refusal | null): string | null {
  const { w, actor, now } = visit
  const { launch } = view
  if (obstacle(launch, { type }, actor, now)) return null
  const href = `/launches/${launch.launch}`
  const label = w.command(type)
  const names = { launch: launchTitle(view) }
  const candidate = launch.context.candidate?.version
  const form = new FormMaker(refusal).make({
    name: type.replace('.', '-'),
    action: `${href}/commands`,
    hidden: { type },
    fields: [{ kind: 'textarea', name: 'reason', label: w.t('page.reason'), required: true }],
    buttons: [{ label, main: true }],
    plain: true,
  })
  const isCancel = type === 'launch.cancel'
  const title = w.t(isCancel ? 'launch.cancel-title' : 'launch.roll-back-title', names)
  const sentences = isCancel
    ? [w.t('launch.cancel-follows'), w.t('launch.cancel-final')]
    : [
        candidate === undefined
          ? w.t('launch.roll-back-follows')
          : w.t('launch.roll-back-follows-build', { candidate }),
        w.t('launch.roll-back-again'),
      ]
  const body = render('confirm', { title, sentences, form, leave: { href, label: w.t('page.leave') } })
  const crumbs = [
    { label: launchTitle(view), href },
    { label, href: null },
  ]
  return page(visit, { title, current: 'launches', crumbs, live: null, hasBar: false, zone: null, body })
}
