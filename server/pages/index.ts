import express, { type ErrorRequestHandler, type RequestHandler, Router } from 'express'
import multer from 'multer'
import { findGate } from '../../machines/queries.ts'
import { callerOf } from '../auth/sessions.ts'
import type { Events } from '../events.ts'
import { languageOf } from '../language.ts'
import { Problem } from '../problems.ts'
import type { LaunchView } from '../read-launch.ts'
import { goTo, sendPage } from '../respond.ts'
import type { Services } from '../services.ts'
import { words } from '../words/index.ts'
import { postCommand } from './commands.ts'
import { openDemo, showDoors, showSetup } from './doors.ts'
import { errorPage, notFound } from './errors.ts'
import { download, postEvidence, readUpload } from './evidence.ts'
import { gatePage } from './gate-page.ts'
import { goLivePage, launchPage } from './launch-page.ts'
import { showLaunches } from './launches.ts'
import { logPage } from './log.ts'
import { showMyTurn } from './my-turn.ts'
import { postSignIn, postSignOut, showSignIn } from './sign-in.ts'
import { forPerson, type Visit } from './visit.ts'

export { errorPage }

/** The pages for people, as a table of contents. It is mounted after the sessions and the check of where a form came from. */
export function pages(services: Services, events: Events): Router {
  const router = Router()
  const person = (handler: Parameters<typeof forPerson>[1]) => forPerson(services, handler)
  const form = [
    express.urlencoded({ extended: false, limit: '64kb' }),
    multer({ limits: { fieldSize: 65536, fields: 300 } }).none(),
  ]

  router.get('/', async (req, res) => {
    if (callerOf(req)) await person(showMyTurn)(req, res, () => undefined)
    else if ((await services.store.directory.people()).length === 0) await showDoors(services, req, res)
    else goTo(req, res, '/sign-in')
  })
  router.post('/demo', (req, res) => openDemo(services, req, res))
  router.get('/setup', (req, res) => showSetup(services, req, res))
  router.get('/sign-in', (req, res) => showSignIn(services, req, res))
  router.post('/sign-in', ...form, (req, res) => postSignIn(services, req, res))
  router.post('/sign-out', (req, res) => postSignOut(services, req, res))

  router.get('/launches', person(showLaunches))
  router.get('/launches/:launch', person(ofLaunch((visit, view) => launchPage(visit, view, null))))
  router.get('/launches/:launch/log', person(ofLaunch(logPage)))
  router.get('/launches/:launch/go-live', person(goLive))
  router.get('/launches/:launch/gates/:gate', person(ofLaunch(ofGate)))
  router.get('/launches/:launch/evidence/:sha256', person(download))
  router.get('/launches/:launch/events', stream(services, events))
  router.post('/launches/:launch/commands', ...form, person(postCommand))
  router.post('/launches/:launch/gates/:gate/items/:item/evidence', readUpload, person(postEvidence))

  router.use((req, res) => notFound(services, req, res))
  router.use(unreadable)
  return router
}

type Draw = (visit: Visit, view: LaunchView) => Promise<string | null>

/** The page of the launch that the address names. */
function ofLaunch(draw: Draw): Parameters<typeof forPerson>[1] {
  return async (visit, res) => {
    const view = visit.launches.find(({ launch }) => launch.launch === visit.req.params.launch)
    const html = view ? await draw(visit, view) : null
    if (html === null) await notFound(visit.services, visit.req, res)
    else sendPage(res, html)
  }
}

const ofGate: Draw = async (visit, view) => {
  const gate = String(visit.req.params.gate)
  return findGate(view.launch.definition, gate) ? gatePage(visit, view, gate, null) : null
}

/** When it cannot be done any more the launch's own page says why. */
const goLive: Parameters<typeof forPerson>[1] = async (visit, res) => {
  const view = visit.launches.find(({ launch }) => launch.launch === visit.req.params.launch)
  if (!view) return notFound(visit.services, visit.req, res)
  const html = goLivePage(visit, view)
  if (html === null) goTo(visit.req, res, `/launches/${view.launch.launch}`)
  else sendPage(res, html)
}

/** What changes on a launch, for the page that shows it; a stream is never redirected. */
function stream(services: Services, events: Events): RequestHandler {
  return async (req, res) => {
    const launch = String(req.params.launch)
    const { after } = req.query
    // A first connection cannot send the header that a second one does.
    if (typeof after === 'string' && req.get('Last-Event-ID') === undefined) req.headers['last-event-id'] = after
    if (!callerOf(req)) res.status(401).end()
    else if (await services.store.load(launch)) await events.stream(req, res, launch)
    else res.status(404).end()
  }
}

/** A body that is too long or cannot be read is a refusal like the others, not a fault. */
const unreadable: ErrorRequestHandler = (error: unknown, req, _res, next) => {
  const w = words(languageOf(req))
  const status = typeof error === 'object' && error !== null && 'status' in error ? error.status : null
  if (status === 413 || (error instanceof multer.MulterError && error.code.startsWith('LIMIT')))
    return next(new Problem('too-large', { detail: w.t('problem.too-large.detail') }))
  if (error instanceof multer.MulterError || (typeof status === 'number' && status >= 400 && status < 500))
    return next(new Problem('invalid', { detail: w.t('problem.invalid.detail') }))
  next(error)
}
