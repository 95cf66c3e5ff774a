import type { Request, Response } from 'express'
import { rolesOf } from '../../../machines/reading/queries.ts'
import { asksOfPeople } from '../../../machines/reading/tasks.ts'
import { verdict } from '../../../machines/reading/verdict.ts'
import { listProvider } from '../../auth/identity.ts'
import type { IdentityProvider } from '../../auth/providers/provider.ts'
import { signIn, signOut } from '../../auth/sessions.ts'
import { languageOf } from '../../http/language.ts'
import { type RateLimit, rateLimit } from '../../http/rate-limit.ts'
import { render } from '../../http/render.ts'
import { goTo, sendOn, sendPage, signedOut } from '../../http/respond.ts'
import { readViews } from '../../launches/launch-lists.ts'
import { launchTitle } from '../../launches/launch-title.ts'
import type { LaunchView } from '../../launches/read-launch.ts'
import type { Services } from '../../services.ts'
import { type Words, words } from '../../words/index.ts'
import { hiddenFields, isEmpty, showsCarriedForm, splitCarried } from '../forms/carried-form.ts'
import type { Typed } from '../forms/form.ts'
import { typedTexts } from '../forms/typed-texts.ts'
import { type PersonName, personName } from '../layout/person-name.ts'
import { renderPlainPage } from '../layout/shell.ts'
import { waitingPeople } from '../layout/waiting-people.ts'
import { ownPath } from '../request/page-request.ts'
import { readFields, readForm, refuseUnknown } from '../request/read-form.ts'
import { isNewInstallation } from './welcome.ts'

/** The sign-in of the provider whose people are picked from a list; others will have forms of their own here. */

interface Card {
  id: string
  name: PersonName
  roles: string
  wait: string | null
}

export async function showSignIn(services: Services, req: Request, res: Response): Promise<void> {
  await drawSignIn(services, req, res, { next: req.query.next, carried: {}, why: 'asked' })
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
  why: 'asked' | 'ended' | 'unknown' | 'too-many'
}

const statuses = { asked: 200, unknown: 422, 'too-many': 429 } as const

/** Who would you like to be; 401 where a session had ended, with the fields of the form that was sent in its own. */
async function drawSignIn(services: Services, req: Request, res: Response, page: SignInPage): Promise<void> {
  const { carried, why } = page
  const w = words(languageOf(req))
  const title = w.t('ui.sign-in')
  const next = ownPath(page.next)
  const send = (html: string) => {
    if (why === 'ended') signedOut(res, html)
    else sendPage(res, html, statuses[why])
  }
  if (await isNewInstallation(services)) return goTo(req, res, '/')
  const provider = await listProvider(services)
  if (provider === null) {
    const sentences = [
      ...(why === 'ended' ? [w.t('sign-in.ended')] : []),
      w.t('sign-in.none'),
      w.t('sign-in.meanwhile'),
    ]
    const texts = typedTexts(w, carried)
    return send(
      renderPlainPage(
        w,
        title,
        render('layout/message', { title, sentences, link: null, texts, textsTitle: w.t('form.your-input') }),
      ),
    )
  }
  const cards = await cardsOf(services, provider, w)
  const body = render('entrance/sign-in', {
    title: w.t('sign-in.who'),
    lead: w.t('sign-in.demo'),
    ended: why === 'ended' ? { title: w.t('sign-in.ended'), sentence: w.t(endedWords(carried)) } : null,
    error: why === 'unknown' || why === 'too-many' ? w.t(`sign-in.${why}`) : null,
    hidden: [['next', next], ...hiddenFields(carried)],
    groups: [
      { id: 'h-waited', title: w.t('sign-in.with-open-tasks'), side: w.t('launch.longest-first'), cards: cards.waited },
      { id: 'h-else', title: w.t('sign-in.everyone-else'), side: null, cards: cards.others },
    ].filter((group) => group.cards.length > 0),
  })
  send(renderPlainPage(w, title, body))
}

function endedWords(carried: Typed): 'sign-in.nothing-lost' | 'sign-in.file-lost' | 'sign-in.nothing-saved' {
  if (isEmpty(carried)) return 'sign-in.nothing-saved'
  return carried.file === undefined ? 'sign-in.nothing-lost' : 'sign-in.file-lost'
}

async function cardsOf(
  services: Services,
  provider: IdentityProvider,
  w: Words,
): Promise<{ waited: Card[]; others: Card[] }> {
  const now = services.clock()
  const people = (await services.store.directory.people()).filter((each) => each.active && provider.knows(each))
  // Of each person the launch that asks most urgently: whatever else there is, the page reads no more than it names people.
  const slugs = new Set<string>()
  for (const { pseudonym } of people)
    for (const slug of await services.store.lists.launchesOf(pseudonym, 0, 1)) slugs.add(slug)
  const views = await readViews(services, [...slugs], now)
  const all = views
    .filter(({ launch }) => asksOfPeople(launch))
    .flatMap((view) =>
      waitingPeople(w, view, verdict(view.launch, now, { build: 'current' })).map((each) => ({ view, ...each })),
    )
  all.sort((a, b) => a.since - b.since)
  const card = (id: string): Card => {
    const person = people.find((each) => each.id === id)
    const [first] = all.filter((each) => each.person === id)
    const gates = first?.gates.map(({ row }) => row.name) ?? []
    return {
      id,
      name: personName(person?.name ?? id),
      roles: person ? rolesWords(w, views, person) : '',
      wait: first ? w.t('sign-in.wait', { launch: launchTitle(first.view), gates: w.shortList(gates) }) : null,
    }
  }
  const waited = [...new Set(all.flatMap(({ person }) => people.find(({ id }) => id === person)?.id ?? []))]
  const others = people.map(({ id }) => id).filter((id) => !waited.includes(id))
  return { waited: waited.map(card), others: others.map(card) }
}

function rolesWords(
  w: Words,
  views: LaunchView[],
  person: { pseudonym: string; admin: boolean; auditor: boolean; roles: readonly string[] },
): string {
  if (person.auditor) return w.t('role.auditor')
  if (person.admin) return w.t('role.admin')
  const held = views.flatMap((view) => rolesOf(view.launch, person.pseudonym).map((role) => w.role(view, role)))
  const [view] = views
  return w.list([...new Set(held.length > 0 || !view ? held : person.roles.map((role) => w.role(view, role)))])
}

/** Attempts to sign in of one address in a minute. */
const mostSignIns = 60
const signIns = new WeakMap<Services, RateLimit>()

function signInsOf(services: Services): RateLimit {
  const known = signIns.get(services) ?? rateLimit(mostSignIns)
  signIns.set(services, known)
  return known
}

export async function postSignIn(services: Services, req: Request, res: Response): Promise<void> {
  const { carried, others } = splitCarried(await readForm(req, res))
  refuseUnknown(req, others, ['person', 'next'])
  const { person: id, next } = others
  const provider = await listProvider(services)
  const room = provider === null ? null : signInsOf(services).reserve(req.ip ?? '')
  if (room !== null && 'retryAfter' in room) {
    res.set('Retry-After', String(room.retryAfter))
    return drawSignIn(services, req, res, { next, carried, why: 'too-many' })
  }
  room?.accept()
  const person = typeof id === 'string' ? await services.store.directory.person(id) : null
  if (!person?.active || !provider?.knows(person))
    return drawSignIn(services, req, res, { next, carried, why: 'unknown' })
  if (!(await signIn(services, req, res, person, 'demo')))
    return drawSignIn(services, req, res, { next, carried, why: 'unknown' })
  const to = ownPath(next)
  if (isEmpty(carried) || !showsCarriedForm(to)) goTo(req, res, to)
  else sendOn(res, to)
}

export async function postSignOut(services: Services, req: Request, res: Response): Promise<void> {
  await readFields(req, res, [])
  await signOut(services, req, res)
  goTo(req, res, '/sign-in')
}
