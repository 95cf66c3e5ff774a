import type { RequestHandler, Response, Router } from 'express'
import { sendPage } from '../../http/respond.ts'
import type { PersonHandler } from '../request/for-person.ts'
import type { PageRequest } from '../request/page-request.ts'
import { parameters } from '../request/read-form.ts'
import { done, drawMe } from './page.ts'
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
  router.post('/me/profile', plain, writer(postProfile))
  router.post('/me/password', plain, writer(postPassword))
  router.post('/me/sessions/end', plain, writer(postEndSession))
  router.post('/me/sessions/end-others', plain, writer(postEndOtherSessions))
  router.post('/me/tokens', plain, writer(postToken))
  router.post('/me/tokens/revoke', plain, writer(postRevokeToken))
}

async function showMe(request: PageRequest, res: Response): Promise<void> {
  const what = done.find((each) => each === request.req.query.done) ?? null
  sendPage(res, await drawMe(request, { done: what, refusal: null }))
}
