import type { Request, Response } from 'express'
import { picksOfAddress } from '../../../machines/installation/limits.ts'
import { addressTry, beginTry, recordFailure } from '../../auth/attempts.ts'
import { linkedProviders, listProvider } from '../../auth/identity.ts'
import { signInByPassword } from '../../auth/password-sign-in.ts'
import type { IdentityProvider } from '../../auth/providers/provider.ts'
import { signIn, signOut } from '../../auth/sessions.ts'
import { languageOf } from '../../http/language.ts'
import { render } from '../../http/render.ts'
import { goTo, sendOn, sendPage, signedOut } from '../../http/respond.ts'
import type { Services } from '../../services.ts'
import { type Words, words } from '../../words/index.ts'
import { hiddenFields, isEmpty, showsCarriedForm, splitCarried } from '../forms/carried-form.ts'
import { text } from '../forms/field-checks.ts'
import type { Typed } from '../forms/form.ts'
import { renderPlainPage } from '../layout/shell.ts'
import { ownPath } from '../request/page-request.ts'
import { readFields, readForm, refuseUnknown } from '../request/read-form.ts'
import { cardsOf } from './demo-people.ts'
import { drawEntrance } from './entrance-form.ts'
import { passkeySignInForm } from './passkey.ts'
import { isNewInstallation } from './welcome.ts'

/** Signing in: in the demo by picking a person from a list, else by email address and password; and signing out. */

export async function showSignIn(services: Services, req: Request, res: Response): Promise<void> {
  const { next, saved, by } = req.query
  const why = saved === 'password' ? 'saved' : 'asked'
  await drawSignIn(services, req, res, { next, carried: {}, why, byPassword: by === 'password' || why === 'saved' })
}

/** For a form that was posted after the session ended: its fields go along with the sign-in. */
export async function drawSessionEnded(
  services: Services,
  req: Request,
  res: Response,
  next: string,
  carried: Typed,
): Promise<void> {
  await drawSignIn(services, req, res, { next, carried, why: 'ended' })
}

/** Where to after signing in, the form that goes along, and why the page is drawn. */
interface SignInPage {
  next: unknown
  carried: Typed
  why: 'asked' | 'saved' | 'ended' | 'unknown' | 'wrong' | 'too-many' | 'busy'
  email?: string
  /** Whether the form is wanted although there is a list. */
  byPassword?: boolean
  /** Seconds. */
  retryAfter?: number
}

const statuses = { asked: 200, saved: 200, unknown: 422, wrong: 422, 'too-many': 429, busy: 503 } as const

/** 401 where a session had ended, with the fields of the form that was sent in its own. */
async function drawSignIn(services: Services, req: Request, res: Response, page: SignInPage): Promise<void> {
  const w = words(languageOf(req))
  if (await isNewInstallation(services)) return goTo(req, res, '/')
  const provider = await listProvider(services)
  const html =
    provider === null || page.byPassword
      ? await drawPasswordForm(services, w, page)
      : await drawList(services, w, provider, page)
  if (page.retryAfter !== undefined) res.set('Retry-After', String(page.retryAfter))
  if (page.why === 'ended') signedOut(res, html)
  else sendPage(res, html, statuses[page.why])
}

async function drawList(
  services: Services,
  w: Words,
  provider: IdentityProvider,
  { next, carried, why }: SignInPage,
): Promise<string> {
  const cards = await cardsOf(services, provider, w)
  const body = render('entrance/sign-in', {
    title: w.t('sign-in.who'),
    lead: w.t('sign-in.demo'),
    ended: endedSection(w, why, carried),
    error: why === 'unknown' || why === 'too-many' ? w.t(`sign-in.${why}`) : null,
    hidden: [['next', ownPath(next)], ...hiddenFields(carried)],
    byPassword: {
      href: `/sign-in?by=password&next=${encodeURIComponent(ownPath(next))}`,
      label: w.t('sign-in.by-password'),
    },
    groups: [
      { id: 'h-waited', title: w.t('sign-in.with-open-tasks'), side: w.t('launch.longest-first'), cards: cards.waited },
      { id: 'h-else', title: w.t('sign-in.everyone-else'), side: null, cards: cards.others },
    ].filter((group) => group.cards.length > 0),
  })
  return renderPlainPage(w, w.t('ui.sign-in'), body)
}

async function drawPasswordForm(services: Services, w: Words, page: SignInPage): Promise<string> {
  const { carried, why } = page
  const next = ownPath(page.next)
  const organization = await services.store.directory.setting('organization')
  const links = await linkedProviders(services)
  return drawEntrance(w, {
    title: organization ? w.t('sign-in.title', { organization }) : w.t('ui.sign-in'),
    sentences: [],
    ended: endedSection(w, why, carried),
    refusal: refusalOf(w, page),
    notice: why === 'saved' ? w.t('sign-in.password-saved') : null,
    action: '/sign-in',
    // What was typed in any script stays within the size of a form.
    inParts: !isEmpty(carried),
    hidden: [['next', next], ...hiddenFields(carried)],
    fields: [
      {
        name: 'email',
        label: w.t('entrance.email'),
        type: 'email',
        value: page.email ?? '',
        autocomplete: 'username',
      },
      {
        name: 'password',
        label: w.t('entrance.password'),
        type: 'password',
        value: '',
        autocomplete: 'current-password',
      },
    ],
    button: w.t('ui.sign-in'),
    passkey: isEmpty(carried) ? passkeySignInForm(services, w, next) : null,
    links: [
      ...links.map(({ path, label }) => ({ href: `${path}?next=${encodeURIComponent(next)}`, label: w.t(label) })),
      { href: '/forgot', label: w.t('sign-in.forgot') },
    ],
  })
}

function refusalOf(w: Words, { why, retryAfter = 60 }: SignInPage): string | null {
  if (why === 'wrong') return w.t('sign-in.wrong')
  if (why === 'busy') return w.t('entrance.busy')
  return why === 'too-many' ? w.t('entrance.too-many', { minutes: Math.ceil(retryAfter / 60) }) : null
}

function endedSection(w: Words, why: SignInPage['why'], carried: Typed): { title: string; sentence: string } | null {
  return why === 'ended' ? { title: w.t('sign-in.ended'), sentence: w.t(endedWords(carried)) } : null
}

function endedWords(carried: Typed): 'sign-in.nothing-lost' | 'sign-in.file-lost' | 'sign-in.nothing-saved' {
  if (isEmpty(carried)) return 'sign-in.nothing-saved'
  return carried.file === undefined ? 'sign-in.nothing-lost' : 'sign-in.file-lost'
}

export async function postSignIn(services: Services, req: Request, res: Response): Promise<void> {
  const { carried, others } = splitCarried(await readForm(req, res))
  const provider = await listProvider(services)
  refuseUnknown(req, others, ['next', 'email', 'password', ...(provider === null ? [] : ['person'])])
  const { next, email } = others
  const page = { next, carried, ...(typeof email === 'string' ? { email, byPassword: true } : {}) }
  const refused =
    provider === null || email !== undefined
      ? await tryPassword(services, req, res, others)
      : await tryPerson(services, req, res, provider, others.person)
  if (refused !== null) return drawSignIn(services, req, res, { ...page, ...refused })
  const to = ownPath(next)
  if (isEmpty(carried) || !showsCarriedForm(to)) goTo(req, res, to)
  else sendOn(res, to)
}

type Refused = Pick<SignInPage, 'why' | 'retryAfter'>

/** Null once a session is on disk. */
async function tryPassword(services: Services, req: Request, res: Response, typed: Typed): Promise<Refused | null> {
  const given = { email: text(typed, 'email'), password: text(typed, 'password') }
  const outcome = await signInByPassword(services, req, res, given)
  if (outcome === 'signed-in') return null
  if (outcome === 'busy') return { why: 'busy', retryAfter: 5 }
  return outcome === 'failed' ? { why: 'wrong' } : { why: 'too-many', ...outcome }
}

/** The same for a person who was picked. */
async function tryPerson(
  services: Services,
  req: Request,
  res: Response,
  provider: IdentityProvider,
  id: Typed[string] | undefined,
): Promise<Refused | null> {
  const closed = await beginTry(services, [addressTry(services, 'list', req, picksOfAddress)])
  if (closed !== null) return { why: 'too-many', ...closed }
  const person = typeof id === 'string' ? await services.store.directory.person(id) : null
  if (person?.active && provider.knows(person) && (await signIn(services, req, res, person, 'list'))) return null
  await recordFailure(services, { method: 'list', why: 'unknown-account', account: typeof id === 'string' ? id : null })
  return { why: 'unknown' }
}

export async function postSignOut(services: Services, req: Request, res: Response): Promise<void> {
  await readFields(req, res, [])
  await signOut(services, req, res)
  goTo(req, res, '/sign-in')
}
