import { type RequestHandler, Router } from 'express'
import { vouches } from '../../machines/decide.ts'
import { mayAudit } from '../../machines/installation/directory.ts'
import { findGate } from '../../machines/reading/queries.ts'
import { noteLogRead } from '../audit/log-reads.ts'
import { actorOf, authorOf } from '../auth/caller.ts'
import { callerOf, isStillSignedIn } from '../auth/sessions.ts'
import { reserveWrite } from '../commands/write-limit.ts'
import { refuseOtherMethods } from '../http/methods.ts'
import { goTo, sendPage } from '../http/respond.ts'
import type { Events } from '../launches/live-events.ts'
import type { LaunchView } from '../launches/read-launch.ts'
import type { Services } from '../services.ts'
import { isAdmin } from './admin/frame.ts'
import { showAdministration } from './admin/home.ts'
import { adminRoutes } from './admin/routes.ts'
import { showAuditEntry } from './audit/entry-page.ts'
import { showAudit } from './audit/home.ts'
import { auditLogFilters, exportAuditLog, showAuditLog } from './audit/log-page.ts'
import { leadToPage } from './commands/lead-to-page.ts'
import { postCommand } from './commands/post-command.ts'
import { showCarriedForm } from './commands/show-carried-form.ts'
import { type ConfirmedType, confirmationPaths, confirmedTypes, readConfirmation } from './confirm/confirmations.ts'
import { confirmPage } from './confirm/page.ts'
import { drawPlace } from './draw-place.ts'
import { entranceRoutes } from './entrance/routes.ts'
import { drawSessionEnded } from './entrance/sign-in.ts'
import { isNewInstallation, leadToWelcome, showWelcome } from './entrance/welcome.ts'
import { download } from './evidence/download.ts'
import { postEvidence } from './evidence/post-evidence.ts'
import { showThumbnail } from './evidence/thumbnail.ts'
import { gatePage } from './gate/page.ts'
import { postLanguage } from './language/post-language.ts'
import { launchPage } from './launch/page.ts'
import { showLaunches } from './launches/page.ts'
import { notFound } from './layout/error-page.ts'
import { readNotice } from './layout/notice.ts'
import { entryPage } from './log/entry-page.ts'
import { logFilters, logPage } from './log/page.ts'
import { meRoutes } from './me/routes.ts'
import { showMyTasks } from './my-tasks/page.ts'
import { postNewLaunch, showNewLaunch } from './new-launch/routes.ts'
import { showPipeline, showPipelines } from './pipelines/page.ts'
import { reportPage } from './report/page.ts'
import { forPerson, type PersonHandler } from './request/for-person.ts'
import type { PageRequest } from './request/page-request.ts'
import { parameters } from './request/read-form.ts'

/** The pages for people, as a table of contents. It is mounted after the sessions and the check of where a form came from. */
export function pages(services: Services, events: Events): Router {
  const router = Router()
  const person = (handler: PersonHandler) => forPerson(services, handler, drawSessionEnded)
  const auditor = (handler: PersonHandler) =>
    person((request, res) => (mayAudit(request.actor) ? handler(request, res) : notFound(services, request.req, res)))
  const plain = parameters()
  const writer = (handler: PersonHandler) =>
    person(async (request, res) => {
      reserveWrite(services, request.req, request.caller)
      await handler(request, res)
    })

  router.post('/language', plain, (req, res) => postLanguage(services, req, res))
  router.use(leadToWelcome(services))
  router.get('/', parameters('page'), async (req, res) => {
    if (callerOf(req)) await person(showFirstPage)(req, res, () => undefined)
    else if (await isNewInstallation(services)) await showWelcome(services, req, res)
    else goTo(req, res, '/sign-in')
  })
  entranceRoutes(router, services, person)
  meRoutes(router, person, writer)
  adminRoutes(router, { person, writer })

  router.get('/launches', parameters('tab', 'q', 'page'), person(showLaunches))
  router.get('/launches/new', parameters('pipeline', 'like'), person(showNewLaunch))
  router.post('/launches/new', plain, writer(postNewLaunch))
  router.get(
    '/launches/:launch',
    parameters('show'),
    person(ofLaunch(told((request, view) => launchPage(request, view, null)))),
  )
  router.post('/launches/:launch', plain, person(showCarriedForm(drawPlace)))
  router.get('/launches/:launch/report', plain, person(ofLaunch(noted(reportPage))))
  router.get('/launches/:launch/log', parameters(...logFilters, 'page'), person(ofLaunch(told(noted(logPage)))))
  router.get('/launches/:launch/log/:seq', plain, person(ofLaunch(noted(entryPage))))
  for (const type of confirmedTypes)
    router.get(`/launches/:launch${confirmationPaths[type]}`, parameters('as', 'seen'), person(confirmation(type)))
  router.get('/launches/:launch/gates/:gate', plain, person(ofLaunch(told(ofGate))))
  router.post('/launches/:launch/gates/:gate', plain, person(showCarriedForm(drawPlace)))
  router.get('/launches/:launch/evidence/:sha256', plain, person(download))
  router.get('/launches/:launch/evidence/:sha256/thumbnail', plain, person(showThumbnail))
  router.get('/launches/:launch/events', parameters('after'), stream(services, events))
  router.get('/launches/:launch/commands', parameters('gate'), person(leadToPage))
  router.post('/launches/:launch/commands', parameters('gate'), writer(postCommand(drawPlace)))
  router.get('/launches/:launch/gates/:gate/items/:item/evidence', plain, person(leadToPage))
  router.post('/launches/:launch/gates/:gate/items/:item/evidence', plain, writer(postEvidence(drawPlace)))

  router.get('/audit', parameters('page'), auditor(showAudit))
  router.get('/audit/log', parameters(...auditLogFilters, 'page'), auditor(showAuditLog))
  router.get('/audit/log/entries.jsonl', plain, auditor(exportAuditLog))
  router.get('/audit/log/:seq', plain, auditor(showAuditEntry))

  router.get('/pipelines', plain, person(showPipelines))
  router.get('/pipelines/:pipeline', parameters('version'), person(showPipeline))

  router.use(refuseOtherMethods(router))
  router.use((req, res) => notFound(services, req, res))
  return router
}

/** What waits for somebody; of an auditor, the audit; of an administrator who has a part in no launch, the administration. */
const showFirstPage: PersonHandler = async (request, res) => {
  const { services, actor, tasks } = request
  if (request.me.auditor) return goTo(request.req, res, '/audit')
  const hasPart = tasks > 0 || (await services.store.lists.countLaunchesOf(actor.id)) > 0
  if (!hasPart && (await isAdmin(request))) await showAdministration(request, res)
  else await showMyTasks(request, res)
}

type Draw = (request: PageRequest, view: LaunchView) => Promise<string | null>

/** The page of the launch that the address names. */
function ofLaunch(draw: Draw): PersonHandler {
  return async (request, res) => {
    const view = await request.view(String(request.req.params.launch))
    const html = view ? await draw(request, view) : null
    if (html === null) await notFound(request.services, request.req, res)
    else sendPage(res, html)
  }
}

/** A page that follows its launch: it says what was saved, and what is new. Others leave that to it. */
function told(draw: Draw): Draw {
  return async (request, view) => {
    await readNotice(request, view)
    return draw(request, view)
  }
}

/** A page of a launch's log: who reads it is noted. */
function noted(draw: Draw): Draw {
  return async (request, view) => {
    const html = await draw(request, view)
    if (html !== null) await noteLogRead(request.services, 'log.view', authorOf(request.caller), view.launch.launch)
    return html
  }
}

const ofGate: Draw = async (request, view) => {
  const gate = String(request.req.params.gate)
  return findGate(view.launch.definition, gate) ? gatePage(request, view, gate, null) : null
}

/** What cannot be done any more, or not yet, leads to the page that says why; so does what nobody may do who has not seen the gate. */
function confirmation(type: ConfirmedType): PersonHandler {
  return async (request, res) => {
    const { req } = request
    const view = await request.view(String(req.params.launch))
    if (!view) return notFound(request.services, req, res)
    const about = readConfirmation(type, { ...req.params, ...req.query })
    const hasSeen = about.seen !== undefined || !vouches(type)
    const html = hasSeen ? await confirmPage(request, view, about, null) : null
    const page = `/launches/${view.launch.launch}${about.gate === undefined ? '' : `/gates/${about.gate}`}`
    if (html === null) goTo(req, res, page)
    else sendPage(res, html)
  }
}

/** What changes on a launch, for the page that shows it; a stream is never redirected. */
function stream(services: Services, events: Events): RequestHandler {
  return async (req, res) => {
    const launch = String(req.params.launch)
    const { after } = req.query
    // A first connection cannot send the header that a second one does.
    if (typeof after === 'string' && req.get('Last-Event-ID') === undefined) req.headers['last-event-id'] = after
    const caller = callerOf(req)
    if (!caller) return void res.status(401).end()
    if ((await services.store.load(launch)) === null) return void res.status(404).end()
    const reader = { name: actorOf(caller).id, mayStill: () => isStillSignedIn(services, req) }
    if (!(await events.stream(req, res, launch, reader))) res.status(429).set('Retry-After', '5').end()
  }
}
