import type { Request, Response } from 'express'
import { languageOf } from '../../http/language.ts'
import { statusOfCode } from '../../http/problem-codes.ts'
import { type Problem, requestIdOf } from '../../http/problems.ts'
import { render } from '../../http/render.ts'
import { isScripted, sendBeside, sendPage } from '../../http/respond.ts'
import { isOurs } from '../../http/web-safety.ts'
import type { Services } from '../../services.ts'
import { type Words, words } from '../../words/index.ts'
import {
  carriedFields,
  carriedUpload,
  hiddenFields,
  isEmpty,
  pageOfForm,
  showsCarriedForm,
  splitCarried,
} from '../forms/carried-form.ts'
import type { Typed } from '../forms/form.ts'
import { typedTexts } from '../forms/typed-texts.ts'
import { ownPath, type PageRequest, readPageRequest } from '../request/page-request.ts'
import { readSmallForm, typedIn } from '../request/read-form.ts'
import { renderPage, renderPlainPage } from './shell.ts'

/** Pages for what did not work: what happened, what would change it, and what was typed. A script gets it beside the form that it sent. */

export async function errorPage(services: Services, req: Request, res: Response, problem: Problem): Promise<void> {
  const w = words(languageOf(req))
  const title = w.t(`problem.${problem.code}.title`)
  // What is refused for itself is not mended by asking again.
  const isPassing = ['unavailable', 'too-many', 'fault'].includes(problem.code)
  if ((problem.code === 'unavailable' || problem.code === 'too-many') && !res.get('Retry-After'))
    res.set('Retry-After', '5')
  if (problem.code === 'fault') services.log.debug({ request: requestIdOf(req) }, 'a page could not be drawn')
  // After a server fault, don't read from the database again.
  const request = isPassing || isScripted(req) ? null : await readPageRequest(services, req)
  const trouble: Trouble = {
    title,
    detail: problem.fields.detail,
    request: requestIdOf(req) === '' ? null : w.t('error.request', { request: requestIdOf(req) }),
    again: isPassing && req.method === 'GET' ? { href: ownPath(req.originalUrl), label: w.t('ui.try-again') } : null,
    isPassing,
    ways: isPassing ? [way(w, 'tasks'), way(w, 'launches')] : waysOn(w, request),
  }
  await send(services, req, res, w, trouble, statusOfCode[problem.code], (body) => draw(w, request, title, body))
}

/** What one may not see is answered like what is not there. */
export async function notFound(services: Services, req: Request, res: Response): Promise<void> {
  const w = words(languageOf(req))
  const title = w.t('problem.unknown.title')
  const request = await readPageRequest(services, req)
  const trouble: Trouble = {
    title,
    detail: w.t('problem.unknown.detail'),
    request: null,
    again: null,
    isPassing: false,
    ways: waysOn(w, request),
  }
  await send(services, req, res, w, trouble, 404, (body) => draw(w, request, title, body))
}

/** With the header of the person who is signed in, if it is known who that is. */
async function draw(w: Words, request: PageRequest | null, title: string, body: string): Promise<string> {
  const around = { title, current: null, crumbs: [], live: null, hasBar: false, isNarrow: true, zone: null, body }
  return request ? renderPage(request, around) : renderPlainPage(w, title, body)
}

interface Way {
  href: string
  label: string
}

/** Links for somebody who cannot stay here. Auditors get no link to tasks, because they have none. */
function waysOn(w: Words, request: PageRequest | null): Way[] {
  if (request === null) return [way(w, 'sign-in')]
  return request.me.auditor ? [way(w, 'launches')] : [way(w, 'launches'), way(w, 'tasks')]
}

function way(w: Words, to: 'launches' | 'tasks' | 'sign-in'): Way {
  if (to === 'launches') return { href: '/launches', label: w.t('page.launches') }
  return to === 'tasks' ? { href: '/', label: w.t('ui.my-tasks') } : { href: '/sign-in', label: w.t('ui.sign-in') }
}

interface Trouble {
  title: string
  detail: string
  request: string | null
  again: { href: string; label: string } | null
  /** The same form may be taken in a while. */
  isPassing: boolean
  ways: Way[]
}

async function send(
  services: Services,
  req: Request,
  res: Response,
  w: Words,
  trouble: Trouble,
  status: number,
  drawPage: (body: string) => Promise<string>,
): Promise<void> {
  const isBeside = isScripted(req)
  // Next to the form, what was typed is still visible, and no link away is needed.
  const { carried, on } = isBeside ? nothing : await sentForm(services, req, res)
  const back = { action: on, hidden: hiddenFields(carried), label: w.t('error.back') }
  const body = render('layout/error-page', {
    ...trouble,
    isBeside,
    texts: typedTexts(w, carried),
    textsTitle: w.t('form.your-input'),
    back: trouble.isPassing && !isEmpty(carried) && showsCarriedForm(on) ? back : null,
    ways: isBeside ? [] : trouble.ways,
  })
  const page = await drawPage(body)
  if (isBeside) sendBeside(res, page, status)
  else sendPage(res, page, status)
}

/** What travels of a form, and the page that it stands on. */
interface SentForm {
  carried: Typed
  on: string
}
const nothing: SentForm = { carried: {}, on: '/' }

/** The form that was sent, also when nothing had read it yet. What another site sent is not said in our name. */
async function sentForm(services: Services, req: Request, res: Response): Promise<SentForm> {
  if (req.method !== 'POST' || !isOurs(services, req)) return nothing
  const upload = carriedUpload(req.path)
  const fields = upload ?? (req.body === undefined ? await readSmallForm(req, res) : typedIn(req.body))
  const { carried: travelled, others } = splitCarried(fields)
  const carried = carriedFields(fields)
  // A form on its way through the sign-in stands where that was to lead.
  return { carried, on: ownPath(isEmpty(travelled) ? pageOfForm(req.path, carried) : (others.next ?? req.path)) }
}
