import type { Response } from 'express'
import type { z } from 'zod'
import { Unsealable } from '../../../db/seal.ts'
import { createCommand } from '../../../machines/commands.ts'
import type { Pipeline } from '../../../machines/pipeline/pipeline.ts'
import { type CommandOutcome, handleCommand } from '../../commands/handle-command.ts'
import { statusOfCode } from '../../http/problem-codes.ts'
import { Problem } from '../../http/problems.ts'
import { isRequestKey } from '../../http/request-key.ts'
import { goTo, sendPage } from '../../http/respond.ts'
import { readNames } from '../../launches/read-launch.ts'
import { creatablePipelines, usualPipeline } from '../../pipelines/creatable.ts'
import type { Words } from '../../words/index.ts'
import { isEmpty, splitCarried } from '../forms/carried-form.ts'
import type { Typed } from '../forms/form.ts'
import { fromLocal, isZone } from '../forms/local-time.ts'
import { tooLong } from '../forms/too-long.ts'
import type { PageRequest } from '../request/page-request.ts'
import { readForm, unknownFieldsIn } from '../request/read-form.ts'
import { fieldsOfNew, firstDraft, type NewDraft, proposedSlug, typedDraft } from './draft.ts'
import { type DraftFeedback, drawNewLaunch } from './page.ts'

/** Creating a launch: one form, which ends on the draft or comes back with everything that was typed. */

/** `?pipeline=` chooses one; `?like=` takes pipeline, answers and people of an earlier launch. */
export async function showNewLaunch(request: PageRequest, res: Response): Promise<void> {
  const offered = await offer(request)
  const { pipeline: id, like: slug } = request.req.query
  const like = typeof slug === 'string' ? await request.view(slug) : null
  const chosen = id ?? like?.launch.definition.id ?? usualPipeline
  const pipeline = offered.find(({ definition }) => definition.id === chosen) ?? usualOf(offered)
  const names = await readNames(request.services)
  const draft = await firstDraft(request, names.people, pipeline, like)
  sendPage(res, await drawNewLaunch(request, names, offered, pipeline, draft, null))
}

export async function postNewLaunch(request: PageRequest, res: Response): Promise<void> {
  const { services, req, w } = request
  const { carried, others } = splitCarried(await readForm(req, res))
  const offered = await offer(request)
  const typed = isEmpty(carried) ? others : carried
  const names = await readNames(services)
  const byId = (id: unknown) => offered.find(({ definition }) => definition.id === id)
  const chosen = byId(typed.pipeline)
  const shown = byId(typed.shown) ?? chosen ?? usualOf(offered)
  const pipeline = chosen ?? shown
  const draft = typedDraft(names.people, typed, pipeline, shown)
  const redraw = async (said: DraftFeedback) =>
    sendPage(res, await drawNewLaunch(request, names, offered, pipeline, draft, said), said.status)

  const unknown = unknownFieldsIn(req, typed, fieldsOfNew(offered))
  if (unknown !== null) return redraw(refused(422, unknown))
  // After a sign-in that came in between the form is shown, never sent.
  if (!isEmpty(carried)) return redraw({ ...refused(200, w.t('form.not-sent-yet')), isRefusal: false })
  if (typed.requestKey !== undefined && !isRequestKey(typed.requestKey))
    return redraw(refused(422, w.t('form.bad-key')))
  if (!chosen) return redraw(refused(422, w.t('form.invalid'), { pipeline: w.t('new.choose-pipeline') }))
  if (typed.ask === 'pipeline') return redraw({ ...refused(200, w.t('new.pipeline-shown')), isRefusal: false })
  if (typed.ask === 'people')
    return redraw({ ...refused(200, w.t('new.no-conflicts')), isRefusal: false, at: 'people' })
  if (chosen !== shown) return redraw(refused(422, w.t('new.pipeline-changed')))

  const slug = draft.slug === '' ? proposedSlug(draft.title) : draft.slug
  draft.slug = slug
  // A zone that is not known is refused under its own name.
  const target = isZone(draft.zone) ? fromLocal(`${draft.date}T${draft.time}`, draft.zone) : null
  const parsed = createCommand.safeParse({
    type: 'launch.create',
    pipeline: chosen.definition.id,
    slug,
    title: draft.title,
    ...(draft.store.trim() === '' ? {} : { store: draft.store }),
    targetAt: target ?? '',
    timeZone: draft.zone,
    people: draft.people,
    scope: draft.scope,
  })
  if (!parsed.success) return redraw(refused(422, w.t('form.invalid'), fieldErrors(w, draft, parsed.error)))
  // The address of this very form: a launch of that name could never be opened.
  if (slug === 'new') {
    const sentence = w.reason({ code: 'slug-taken', params: { slug } }, null)
    return redraw(refused(409, w.t('form.invalid'), { slug: sentence }))
  }
  const outcome = await create(request, parsed.data, typed)
  if (outcome === 'unsealable') return redraw(refused(422, w.t('form.unsealable')))
  if (outcome.kind === 'key-reused') return redraw(refused(422, w.t('form.key-reused')))
  if (outcome.kind === 'accepted') return goTo(req, res, `/launches/${slug}`)
  const { kind, reason } = outcome.refusal
  const sentence = w.reason(reason, null)
  const status = statusOfCode[kind]
  await redraw(
    reason.code === 'slug-taken' ? refused(status, w.t('form.invalid'), { slug: sentence }) : refused(status, sentence),
  )
}

/** Throws a Problem for somebody who may create nothing. */
async function offer({ services, actor, w }: PageRequest): Promise<[Pipeline, ...Pipeline[]]> {
  const [first, ...others] = await creatablePipelines(services, actor)
  if (first) return [first, ...others]
  throw new Problem('forbidden', {
    detail: w.reason({ code: 'not-your-role', params: { roles: ['lead', 'admin'] } }, null),
  })
}

function usualOf(offered: [Pipeline, ...Pipeline[]]): Pipeline {
  return offered.find(({ definition }) => definition.id === usualPipeline) ?? offered[0]
}

async function create(
  { services, caller }: PageRequest,
  command: z.infer<typeof createCommand>,
  typed: Typed,
): Promise<CommandOutcome | 'unsealable'> {
  const key = typeof typed.requestKey === 'string' ? typed.requestKey : undefined
  try {
    return await handleCommand(services, {
      caller,
      launch: command.slug,
      command,
      key,
      route: 'page POST /launches/new',
    })
  } catch (error) {
    if (error instanceof Unsealable) return 'unsealable'
    throw error
  }
}

const refused = (status: number, sentence: string, errors: Record<string, string> = {}): DraftFeedback => ({
  status,
  sentence,
  errors,
  isRefusal: true,
  at: null,
})

/** What is wrong, field by field. */
function fieldErrors(w: Words, draft: NewDraft, error: z.ZodError): Record<string, string> {
  const errors: Record<string, string> = {}
  for (const issue of error.issues) {
    const { path } = issue
    const [head] = path
    if (head === 'title' || head === 'store') errors[head] ??= tooLong(w, issue, draft[head]) ?? w.t('form.missing')
    else if (head === 'slug') Object.assign(errors, slugErrors(w, draft))
    else if (head === 'timeZone') errors.zone ??= w.t('new.zone-unknown')
    else if (head === 'targetAt') Object.assign(errors, timeErrors(w, draft))
    else if (head === 'people') errors[`people.${String(path[1])}`] ??= w.t('form.not-accepted')
  }
  return errors
}

/** An address that a missing title would have made is not missed as well. */
function slugErrors(w: Words, { slug, title }: NewDraft): Record<string, string> {
  if (slug !== '') return { slug: w.reason({ code: 'slug-malformed', params: {} }, null) }
  return title.trim() === '' ? {} : { slug: w.t('new.slug-missing') }
}

function timeErrors(w: Words, { date, time, zone }: NewDraft): Record<string, string> {
  const isDate = fromLocal(`${date}T12:00`, 'UTC') !== null
  const isTime = fromLocal(`2000-01-01T${time}`, 'UTC') !== null
  return {
    ...(isDate ? {} : { date: date === '' ? w.t('new.date-missing') : w.t('new.date-unknown') }),
    ...(isTime ? {} : { time: w.t('new.time-unknown') }),
    ...(isDate && isTime && isZone(zone) ? { time: w.t('new.time-skipped') } : {}),
  }
}
