import type { Response } from 'express'
import { hideFirstSteps } from '../../../machines/installation/first-steps.ts'
import type { Known } from '../../../machines/installation/known.ts'
import { goTo } from '../../http/respond.ts'
import type { PageRequest } from '../request/page-request.ts'
import { readFields } from '../request/read-form.ts'

/** What an administrator does first: a short list on the first page that ticks itself off, until they hide it. */

interface FirstStep {
  label: string
  href: string
  /** The word for it, or null while it is to do. */
  done: string | null
}

/** Null for whoever has no such list. */
export async function firstSteps(request: PageRequest) {
  const { services, me, w, now, actAs } = request
  if (actAs !== null) return null
  const { store } = services
  if (!(await store.directory.profile(me.id))?.firstSteps) return null
  const [people, { openInvites }, all, archived, imported] = await Promise.all([
    store.directory.people(),
    store.installation.read({ openInvites: now }),
    store.lists.count({ archived: false }),
    store.lists.count({ archived: true }),
    store.pipelines(),
  ])
  const hasLaunch = all + archived > 0
  const hasOwnPipeline = imported.length > 0
  const step = (label: string, href: string, isDone: boolean): FirstStep => ({
    label,
    href,
    done: isDone ? w.t('first-steps.done') : null,
  })
  return {
    title: w.t('first-steps.title'),
    steps: [
      step(w.t('first-steps.people'), '/admin/invites', people.length > 1 || openInvites.length > 0),
      step(w.t('first-steps.pipeline'), '/pipelines', hasLaunch || hasOwnPipeline),
      step(w.t('first-steps.launch'), '/launches/new', hasLaunch),
    ],
    hide: w.t('first-steps.dismiss'),
  }
}

export async function postHideFirstSteps(request: PageRequest, res: Response): Promise<void> {
  const { services, req, me, now } = request
  await readFields(req, res, [])
  const decide = (known: Known) => hideFirstSteps(known, me.id)
  await services.store.installation.change({ at: now, asked: {}, texts: [], decide })
  goTo(req, res, '/')
}
