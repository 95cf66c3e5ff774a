import type { Request, Response } from 'express'
import { isHeld, isPreparing, rolesOf } from '../../machines/queries.ts'
import { verdict } from '../../machines/verdict.ts'
import { signIn, signOut } from '../auth/sessions.ts'
import { demoMode, isOfCast } from '../demo.ts'
import { languageOf } from '../language.ts'
import { type LaunchView, readLaunches } from '../read-launch.ts'
import { render } from '../render.ts'
import { goTo, sendPage } from '../respond.ts'
import type { Services } from '../services.ts'
import { type Words, words } from '../words/index.ts'
import { isUnsettled } from './doors.ts'
import { launchTitle } from './my-turn.ts'
import { type Name, nameOf } from './names.ts'
import { readFields } from './read-form.ts'
import { plainPage } from './shell.ts'
import { ownPath } from './visit.ts'
import { waits } from './waits.ts'

/** Picking a person: in demo mode only, until people have accounts. */

interface Card {
  id: string
  name: Name
  roles: string
  wait: string | null
}

export async function showSignIn(services: Services, req: Request, res: Response): Promise<void> {
  await drawSignIn(services, req, res, req.query.next, false)
}

async function drawSignIn(
  services: Services,
  req: Request,
  res: Response,
  nextSaid: unknown,
  unknown: boolean,
): Promise<void> {
  const w = words(languageOf(req))
  const title = w.t('ui.sign-in')
  const next = ownPath(nextSaid)
  if (await isUnsettled(services)) return goTo(req, res, '/')
  if (!(await demoMode(services))) {
    const sentences = [w.t('sign-in.none'), w.t('sign-in.meanwhile')]
    sendPage(res, plainPage(w, title, render('message', { title, sentences, link: null })), unknown ? 422 : 200)
    return
  }
  const cards = await cardsOf(services, w)
  const body = render('sign-in', {
    title: w.t('sign-in.who'),
    lead: w.t('sign-in.demo'),
    error: unknown ? w.t('sign-in.unknown') : null,
    next,
    groups: [
      { id: 'h-waited', title: w.t('sign-in.waited-for'), side: w.t('launch.longest-first'), cards: cards.waited },
      { id: 'h-else', title: w.t('sign-in.everybody-else'), side: null, cards: cards.others },
    ].filter((group) => group.cards.length > 0),
  })
  sendPage(res, plainPage(w, title, body), unknown ? 422 : 200)
}

async function cardsOf(services: Services, w: Words): Promise<{ waited: Card[]; others: Card[] }> {
  const now = services.clock()
  const views = (await readLaunches(services, now)).filter(
    ({ launch }) => !launch.context.archived && (isPreparing(launch) || isHeld(launch)),
  )
  const all = views.flatMap((view) =>
    waits(w, view, verdict(view.launch, now, { build: 'current' })).map((each) => ({ view, ...each })),
  )
  all.sort((a, b) => a.since - b.since)
  const people = (await services.store.directory.people()).filter((each) => each.active && isOfCast(each))
  const card = (id: string): Card => {
    const person = people.find((each) => each.id === id)
    const [first] = all.filter((each) => each.person === id)
    const gates = first?.gates.map(({ row }) => row.name) ?? []
    return {
      id,
      name: nameOf(person?.name ?? id),
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
  person: { pseudonym: string; admin: boolean; auditor: boolean; roles: string[] },
): string {
  if (person.auditor) return w.t('role.auditor')
  if (person.admin) return w.t('role.admin')
  const held = views.flatMap((view) => rolesOf(view.launch, person.pseudonym).map((role) => w.role(view, role)))
  const [view] = views
  return w.list([...new Set(held.length > 0 || !view ? held : person.roles.map((role) => w.role(view, role)))])
}

export async function postSignIn(services: Services, req: Request, res: Response): Promise<void> {
  const { person: id, next } = await readFields(req, res, ['person', 'next'])
  const demo = await demoMode(services)
  const person = demo && typeof id === 'string' ? await services.store.directory.person(id) : null
  if (!person?.active || !isOfCast(person)) return drawSignIn(services, req, res, next, true)
  await signIn(services, req, res, person)
  goTo(req, res, ownPath(next))
}

export async function postSignOut(services: Services, req: Request, res: Response): Promise<void> {
  await readFields(req, res, [])
  await signOut(services, req, res)
  goTo(req, res, '/sign-in')
}
