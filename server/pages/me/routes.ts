import type { RequestHandler, Response, Router } from 'express'
import { goTo, sendPage } from '../../http/respond.ts'
import { isEmpty, splitCarried } from '../forms/carried-form.ts'
import { refusalOf } from '../forms/form.ts'
import type { PersonHandler } from '../request/for-person.ts'
import type { PageRequest } from '../request/page-request.ts'
import { parameters, readForm, refuseUnknown } from '../request/read-form.ts'
import { done, drawMe } from './page.ts'
import { postPasskey, postPasskeyOptions, postRemovePasskey } from './post-passkeys.ts'
import { postPassword } from './post-password.ts'
import { postProfile } from './post-profile.ts'
import { postEndOtherSessions, postEndSession } from './post-sessions.ts'
import { postRevokeToken, postToken } from './post-tokens.ts'

/** The pages of people about themselves. `reader` and `writer` make a handler of one that needs somebody signed in. */
export function meRoutes(
  router: Router,
  reader: (handler: PersonHandler) => RequestHandler,
  writer: (handler: PersonHandler) => RequestHandler,
): void {
  const plain = parameters()
  router.get('/me', parameters('done'), reader(showMe))
  router.post('/me', plain, reader(showCarried))
  router.post('/me/profile', plain, writer(postProfile))
  router.post('/me/password', plain, writer(postPassword))
  router.post('/me/passkeys/options', plain, reader(postPasskeyOptions))
  router.post('/me/passkeys', plain, writer(postPasskey))
  router.post('/me/passkeys/remove', plain, writer(postRemovePasskey))
  router.post('/me/sessions/end', plain, writer(postEndSession))
  router.post('/me/sessions/end-others', plain, writer(postEndOtherSessions))
  router.post('/me/tokens', plain, writer(postToken))
  router.post('/me/tokens/revoke', plain, writer(postRevokeToken))
}

async function showMe(request: PageRequest, res: Response): Promise<void> {
  const what = done.find((each) => each === request.req.query.done) ?? null
  sendPage(res, await drawMe(request, { done: what, refusal: null }))
}

/** After a sign-in that came in between: the page with the form as it was typed. Nothing is sent by itself. */
async function showCarried(request: PageRequest, res: Response): Promise<void> {
  const { req, w } = request
  const { carried, others } = splitCarried(await readForm(req, res))
  refuseUnknown(req, others, ['person', 'next', 'email', 'password'])
  if (isEmpty(carried)) return goTo(req, res, '/me')
  const refusal = { ...refusalOf(carried, 200, w.t('form.not-sent-yet')), isCarried: true as const }
  sendPage(res, await drawMe(request, { done: null, refusal }))
}
