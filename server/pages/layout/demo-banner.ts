import type { Request } from 'express'
import { readTour, type Tour, type TourStep } from '../../demo/tour.ts'
import { isTourHidden } from '../../demo/tour-cookie.ts'
import { launchTitle } from '../../launches/launch-title.ts'
import type { Words } from '../../words/index.ts'
import { ownPath, type PageRequest } from '../request/page-request.ts'
import { gateHref } from './gate-row.ts'
import { shownText } from './shown-text.ts'

/**
 * The bar of the demo: who is played, the first steps, and what a deploy is told now. Null outside the demo. The steps are read here,
 * so that only a page that shows them pays for them.
 */
export async function demoBanner(request: PageRequest) {
  const { w, actAs, req, services, now } = request
  if (!actAs) return null
  const isHidden = isTourHidden(services, req)
  const tour = isHidden ? null : await readTour(services, now, launchIn(req))
  const here = req.method === 'GET' ? ownPath(req.originalUrl) : '/'
  return {
    label: w.t('demo.label'),
    youActAs: w.t('demo.acting-as'),
    change: { href: `/sign-in?next=${encodeURIComponent(here)}`, label: w.t('demo.switch-person') },
    reset: { href: '/demo/reset', label: w.t('ui.reset-demo') },
    show: isHidden ? { label: w.t('tour.title'), next: here } : null,
    tour: tour && tourView(request, tour, here),
  }
}

/** The launch that the page is about. */
const launchIn = ({ params }: Request): string | null => (typeof params.launch === 'string' ? params.launch : null)

function tourView(request: PageRequest, { steps, deploy }: Tour, here: string) {
  const { w } = request
  const done = steps.filter((step) => step.done).length
  const next = steps.find((step) => !step.done)
  return {
    // A newcomer has done nothing yet; who has begun knows where it is.
    isOpen: done === 0 && here === '/',
    title: w.t('tour.title'),
    count: w.t('tour.count', { done, total: steps.length }),
    next: next ? w.t('tour.next', { launch: launchTitle(next.view), step: stepText(w, next) }) : w.t('tour.all-done'),
    steps: steps.map((step) => ({
      text: stepText(w, step),
      launch: shownText(w, launchTitle(step.view)),
      href: gateHref(step.view, step.gate),
      done: step.done,
      mark: step.done ? 'completed' : 'not-started',
      doneWord: step.done ? w.t('tour.done') : null,
      person: step.by,
      actAs: step.done || step.by === request.me.id ? null : w.t('ui.act-as', { person: nameOf(step) }),
    })),
    hide: { label: w.t('tour.hide'), next: here },
    deploy: deploy && {
      ...deploy,
      title: w.t('tour.terminal'),
      status: w.t(deploy.isOpen ? 'tour.unlocked' : 'tour.locked'),
      // What curl itself says of an answer that is no success.
      error: deploy.isOpen ? '' : 'curl: (22) The requested URL returned error: 423',
    },
  }
}

function stepText(w: Words, step: TourStep): string {
  return w.t(`tour.step.${step.name}`, { person: nameOf(step), gate: w.gate(step.view, step.gate) })
}

const nameOf = ({ view, by }: TourStep): string => view.names.people.find(({ id }) => id === by)?.name ?? by
