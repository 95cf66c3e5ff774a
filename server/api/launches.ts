import type { Request, Response, Router } from 'express'
import type { Person } from '../../db/directory.ts'
import type { EvidenceFile, LaunchFilter } from '../../db/store.ts'
import { slug } from '../../machines/pipeline/pipeline.ts'
import { can } from '../../machines/reading/can.ts'
import { isIn } from '../../machines/reading/queries.ts'
import { type LaunchValue, launchValue } from '../../machines/state.ts'
import { noteLogRead } from '../audit/log-reads.ts'
import { actorOf, authorOf, type Caller } from '../auth/caller.ts'
import { readEvidence } from '../evidence/read.ts'
import { languageOf } from '../http/language.ts'
import { Problem } from '../http/problems.ts'
import { readViews } from '../launches/launch-lists.ts'
import type { Events } from '../launches/live-events.ts'
import { commitmentsIn, type LaunchView } from '../launches/read-launch.ts'
import type { Services } from '../services.ts'
import { words } from '../words/index.ts'
import {
  callerOfToken,
  isUnchanged,
  limit,
  noParameters,
  query,
  queryParameters,
  requireCaller,
  requireLaunch,
  requireScope,
  sendJson,
  unknownFields,
  viewerOf,
  wholeNumber,
} from './access.ts'
import { entryBody } from './entry-body.ts'
import { launchBody, summaryBody } from './present.ts'

/** Launches for programs to read. */

const peopleParameters = queryParameters({ after: slug.optional(), limit })
const launchesParameters = queryParameters({
  after: slug.optional(),
  limit,
  state: launchValue.optional(),
  role: slug.optional(),
  person: slug.optional(),
})
const entriesParameters = queryParameters({ after: wholeNumber.optional(), limit })

export function launchRoutes(router: Router, services: Services, events: Events): void {
  router.get('/people', async (req, res) => {
    const caller = await requireCaller(services, req)
    const { after, limit: most = 100 } = query(req, peopleParameters)
    requireScope(req, caller, 'launch:read')
    const people = (await peopleSeenBy(services, caller))
      .toSorted((a, b) => (a.id < b.id ? -1 : 1))
      .filter(({ id }) => after === undefined || id > after)
    const page = people
      .slice(0, most)
      .map(({ id, name, roles, admin, auditor, active }) => ({ id, name, roles: [...roles], admin, auditor, active }))
    sendJson(res, { people: page, next: people.length > most ? (page.at(-1)?.id ?? null) : null })
  })

  router.get('/launches', async (req, res) => {
    const caller = await requireCaller(services, req)
    const asked = query(req, launchesParameters)
    requireScope(req, caller, 'launch:read')
    const { limit: most = 100 } = asked
    const found = await findLaunches(services, caller, asked, most + 1)
    const page = found.slice(0, most)
    sendJson(res, {
      launches: page.map(summaryBody),
      next: found.length > most ? (page.at(-1)?.launch.launch ?? null) : null,
    })
  })

  router.get('/launches/:launch', async (req, res) => {
    const caller = await requireCaller(services, req)
    const view = await requireLaunch(services, req, caller)
    query(req, noParameters)
    requireScope(req, caller, 'launch:read')
    const actor = actorOf(caller)
    const body = launchBody(view, words(languageOf(req)), can(view.launch, actor, view.now))
    // The version that follows what has fallen due: without it two answers would have one tag until the clock worker has written.
    const { version } = view.launch
    const tag = `W/"${version}-${body.decision}-${languageOf(req)}-${viewerOf(caller)}-${body.blockers.length}"`
    if (!isUnchanged(req, res, tag)) sendJson(res, body)
  })

  router.get('/launches/:launch/entries', async (req, res) => {
    const caller = await requireCaller(services, req)
    const view = await requireLaunch(services, req, caller)
    const { after = -1, limit: most = 100 } = query(req, entriesParameters)
    requireScope(req, caller, 'launch:read')
    await noteLogRead(services, 'log.view', authorOf(caller), view.launch.launch)
    const entries = await services.store.entries(view.launch.launch, after, most)
    const texts = await services.store.texts(view.launch.launch, commitmentsIn(entries))
    sendJson(res, {
      entries: entries.map((entry) => entryBody(entry, view.names, texts)),
      next: entries.at(-1)?.seq ?? null,
    })
  })

  router.get('/launches/:launch/events', async (req, res) => {
    const caller = await requireCaller(services, req)
    const view = await requireLaunch(services, req, caller)
    query(req, noParameters)
    requireScope(req, caller, 'launch:read')
    const mayStill = async () => mayRead(await callerOfToken(services, req), view.launch.launch)
    const reader = { name: actorOf(caller).id, mayStill }
    if (!(await events.stream(req, res, view.launch.launch, reader)))
      throw new Problem('too-many', { detail: words(languageOf(req)).t('api.busy-streams') })
  })

  router.get('/launches/:launch/evidence/:sha256', async (req, res) => {
    const caller = await requireCaller(services, req)
    const { launch } = await requireLaunch(services, req, caller)
    const file = await services.store.evidenceFile(launch.launch, req.params.sha256)
    if (!file) throw new Problem('unknown', unknownFields(req, 'unknown-file', { name: req.params.sha256 }))
    query(req, noParameters)
    requireScope(req, caller, 'launch:read')
    await sendEvidence(services, req, res, file)
  })
}

/** A stored file is only ever an attachment: it runs nothing and is shown by nobody but the reader's own programs. */
async function sendEvidence(services: Services, req: Request, res: Response, file: EvidenceFile): Promise<void> {
  const bytes = await readEvidence(services, file, words(languageOf(req)).t('api.damaged-file'))
  res.set({
    'Content-Type': file.type,
    'Content-Disposition': `attachment; filename="${file.sha256.slice(0, 16)}"`,
    'Content-Security-Policy': "sandbox; default-src 'none'",
  })
  res.send(bytes)
}

const mayRead = (caller: Caller | null, launch: string): boolean =>
  caller?.token?.scopes.includes('launch:read') === true && [null, launch].includes(caller.token.launch)

/** Everybody; for a token of one launch only those who hold a role there. */
async function peopleSeenBy({ store }: Services, caller: Caller): Promise<readonly Person[]> {
  const people = await store.directory.people()
  const only = caller.token?.launch ?? null
  if (only === null) return people
  const holders = new Set(Object.values((await store.load(only))?.context.people ?? {}).flat())
  return people.filter(({ pseudonym }) => holders.has(pseudonym))
}

/** The query string of the list. */
interface LaunchesQuery {
  after?: string | undefined
  state?: LaunchValue | undefined
  role?: string | undefined
  person?: string | undefined
}

/** The launches that a caller asks for, by slug, `most` at most. Only what is given is read, beside launches that time alone took out of the state asked for. */
async function findLaunches(
  services: Services,
  caller: Caller,
  query: LaunchesQuery,
  most: number,
): Promise<LaunchView[]> {
  const now = services.clock()
  const only = caller.token?.launch ?? null
  const person = await pseudonymOf(services, query.person)
  if (person === null) return []
  const { state, role } = query
  const filter: LaunchFilter = {
    archived: false,
    ...(only === null ? {} : { launch: only }),
    ...(state === undefined ? {} : { state, now }),
    ...(role === undefined ? {} : { role }),
    ...(person === undefined ? {} : { person }),
  }
  const found: LaunchView[] = []
  for (let after = query.after ?? ''; found.length < most; ) {
    const slugs = await services.store.lists.bySlug(filter, after, most)
    const views = await readViews(services, slugs, now)
    found.push(...views.filter(({ launch }) => state === undefined || isIn(launch, state)))
    after = slugs.at(-1) ?? after
    if (slugs.length < most) break
  }
  return found.slice(0, most)
}

/** Undefined when no person was asked for, null when nobody has this id. */
async function pseudonymOf({ store }: Services, id: string | undefined): Promise<string | null | undefined> {
  if (id === undefined) return undefined
  return (await store.directory.person(id))?.pseudonym ?? null
}
