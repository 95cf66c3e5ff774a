import type { Request, RequestHandler, Response } from 'express'
import { mayBeDemo } from '../../config.ts'
import { isDemoBegun, isOfCast, seedDemo } from '../../demo/seed.ts'
import { languageOf } from '../../http/language.ts'
import { render } from '../../http/render.ts'
import { goTo, sendPage } from '../../http/respond.ts'
import type { Services } from '../../services.ts'
import { words } from '../../words/index.ts'
import { renderPlainPage } from '../layout/shell.ts'
import { readFields } from '../request/read-form.ts'

/** The first page of an empty database, and what lies behind its two doors. */

/** Nobody has settled here yet: nobody at all, or only the cast of a demo whose making broke off. */
export async function isNewInstallation({ store }: Services): Promise<boolean> {
  const people = await store.directory.people()
  return people.length === 0 || (people.every(isOfCast) && (await isDemoBegun(store)))
}

/** The demo opens only on this machine, never in production, and never where there are people of its own. */
async function mayOpenDemo(services: Services): Promise<boolean> {
  return mayBeDemo(services.config) && (await isNewInstallation(services))
}

/** While there is nobody, every page leads to the first one; only its doors and what is behind them are there. */
export function leadToWelcome(services: Services): RequestHandler {
  return async (req, res, next) => {
    const isDoor = ['/', '/setup', '/demo'].includes(req.path)
    if (isDoor || (await services.store.directory.people()).length > 0) next()
    else goTo(req, res, '/')
  }
}

export async function showWelcome(services: Services, req: Request, res: Response): Promise<void> {
  const w = words(languageOf(req))
  const title = w.t('welcome.title')
  const body = render('entrance/welcome', {
    title,
    lead: w.t('welcome.lead'),
    demo: (await mayOpenDemo(services))
      ? { label: w.t('ui.open-demo'), text: w.t('welcome.demo'), action: '/demo' }
      : null,
    noDemo: w.t('welcome.no-demo'),
    // A demo whose making broke off has people already.
    setup: {
      label: w.t('ui.set-up-for-my-team'),
      text: w.t('welcome.setup'),
      href: (await services.store.directory.people()).length === 0 ? '/setup' : null,
    },
  })
  sendPage(res, renderPlainPage(w, title, body))
}

export async function openDemo(services: Services, req: Request, res: Response): Promise<void> {
  if (await mayOpenDemo(services)) {
    await readFields(req, res, [])
    await seedDemo(services)
    goTo(req, res, '/sign-in')
    return
  }
  const w = words(languageOf(req))
  const title = w.t('welcome.no-demo-title')
  sendPage(
    res,
    renderPlainPage(
      w,
      title,
      render('layout/message', {
        title,
        sentences: [w.t('welcome.no-demo')],
        link: { href: '/', label: w.t('welcome.first-page') },
        texts: [],
      }),
    ),
    403,
  )
}
