import type { Request, Response } from 'express'
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
    setup: { label: w.t('ui.set-up-for-my-team'), text: w.t('welcome.setup'), href: '/setup' },
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

export function showSetup(_services: Services, req: Request, res: Response): void {
  const w = words(languageOf(req))
  const title = w.t('ui.set-up-for-my-team')
  const body = render('entrance/setup', {
    title,
    lead: w.t('setup.lead'),
    steps: [
      {
        text: w.t('setup.person'),
        code: 'npx launchgate person add --name "Priya Nair" --email priya@example.com --role ecommerce-sme',
      },
      {
        text: w.t('setup.launch'),
        code: 'npx launchgate launch create --pipeline ecommerce-essential --slug my-shop --title "My shop" --target 2027-03-01T10:00:00+08:00 --as priya',
      },
      {
        text: w.t('setup.token'),
        code: 'npx launchgate token create --as priya --scope status:read --scope launch:read --scope launch:write',
      },
    ],
    note: w.t('setup.note'),
    back: { href: '/', label: w.t('welcome.first-page') },
  })
  sendPage(res, renderPlainPage(w, title, body))
}
