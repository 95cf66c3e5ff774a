import type { Request, Response } from 'express'
import { languageOf } from '../language.ts'
import { type Problem, requestName, statusOfCode } from '../problems.ts'
import { render } from '../render.ts'
import { sendPage } from '../respond.ts'
import type { Services } from '../services.ts'
import { words } from '../words/index.ts'
import { page, plainPage } from './shell.ts'
import { ownPath, visitOf } from './visit.ts'

/** Pages for what did not work: what happened, what would change it, and what was typed. */

export function errorPage(services: Services, req: Request, res: Response, problem: Problem): void {
  const w = words(languageOf(req))
  const title = w.t(`problem.${problem.code}.title`)
  // What the address itself is refused for is not mended by asking again.
  const hasAddress = req.method === 'GET' && problem.code !== 'invalid' && problem.code !== 'too-large'
  if (problem.code === 'unavailable' || problem.code === 'too-many') res.set('Retry-After', '5')
  if (problem.code === 'fault') services.log.debug({ request: requestName(req) }, 'a page could not be drawn')
  const body = render('error', {
    title,
    detail: problem.fields.detail,
    typed: typedTexts(req.body),
    typedTitle: w.t('form.kept'),
    request: requestName(req) === '' ? null : w.t('error.request', { request: requestName(req) }),
    again: hasAddress ? { href: ownPath(req.originalUrl), label: w.t('ui.try-again') } : null,
    first: { href: '/', label: w.t('ui.my-turn') },
  })
  sendPage(res, plainPage(w, title, body), statusOfCode[problem.code])
}

/** What one may not see is answered like what is not there. */
export async function notFound(services: Services, req: Request, res: Response): Promise<void> {
  const w = words(languageOf(req))
  const title = w.t('problem.unknown.title')
  const body = render('error', {
    title,
    detail: w.t('problem.unknown.detail'),
    typed: typedTexts(req.body),
    typedTitle: w.t('form.kept'),
    request: null,
    again: null,
    first: { href: '/', label: w.t('ui.my-turn') },
  })
  const visit = await visitOf(services, req)
  const around = { title, current: null, crumbs: [], live: null, hasBar: false, zone: null, body }
  sendPage(res, visit ? page(visit, around) : plainPage(w, title, body), 404)
}

/** Whatever somebody wrote in sentences is never lost with the page that it was written on. */
function typedTexts(body: unknown): string[] {
  if (typeof body !== 'object' || body === null) return []
  const texts = ['reason', 'note', 'statement', 'text', 'evidence.text', 'evidence.url']
  return Object.entries(body).flatMap(([name, value]) =>
    texts.includes(name) && typeof value === 'string' && value.trim() !== '' ? [value] : [],
  )
}
