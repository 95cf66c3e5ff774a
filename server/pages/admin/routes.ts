import type { RequestHandler, Router } from 'express'
import { countWrite } from '../../commands/write-limit.ts'
import type { PersonHandler } from '../request/for-person.ts'
import { parameters } from '../request/read-form.ts'
import { postDeactivation, showDeactivation } from './deactivation.ts'
import { postErasure, showErasure } from './erasure.ts'
import { postHideFirstSteps } from './first-steps.ts'
import { forAdmin } from './frame.ts'
import { showAdministration } from './home.ts'
import { postInviteAgain, postInvites, postRevokedInvite, showInvites } from './invites.ts'
import { showPeople } from './people.ts'
import { postActivation, postPasswordLink, postPerson, showPerson } from './person.ts'
import { postServiceToken, showServices } from './services.ts'
import { postMailTest, postSettings, postSsoTest, showSettings } from './settings.ts'
import { postRevokedToken, showTokens } from './tokens.ts'

interface Makers {
  /** Makes a handler of one that needs somebody signed in; `writer` of one that writes. */
  person: (handler: PersonHandler) => RequestHandler
  writer: (handler: PersonHandler) => RequestHandler
}

/** The pages of administrators. Invites are for project leads too: their rule says who may. */
export function adminRoutes(router: Router, { person, writer }: Makers): void {
  const plain = parameters()
  const done = parameters('done')
  const counted = (handler: PersonHandler) => writer(countingWrites(handler))
  const admin = (handler: PersonHandler) => person(forAdmin(handler))
  const adminWriter = (handler: PersonHandler) => counted(forAdmin(handler))

  router.get('/admin', plain, admin(showAdministration))
  router.post('/admin/first-steps/hide', plain, adminWriter(postHideFirstSteps))
  router.get('/admin/people', parameters('q', 'page'), admin(showPeople))
  router.get('/admin/people/:person', done, admin(showPerson))
  router.post('/admin/people/:person', plain, adminWriter(postPerson))
  router.post('/admin/people/:person/activate', plain, adminWriter(postActivation))
  router.post('/admin/people/:person/password', plain, adminWriter(postPasswordLink))
  router.get('/admin/people/:person/deactivate', plain, admin(showDeactivation))
  router.post('/admin/people/:person/deactivate', plain, adminWriter(postDeactivation))
  router.get('/admin/people/:person/erase', plain, admin(showErasure))
  router.post('/admin/people/:person/erase', plain, adminWriter(postErasure))

  router.get('/admin/invites', done, person(showInvites))
  router.post('/admin/invites', plain, counted(postInvites))
  router.post('/admin/invites/:invite/again', plain, counted(postInviteAgain))
  router.post('/admin/invites/:invite/revoke', plain, counted(postRevokedInvite))

  router.get('/admin/services', plain, admin(showServices))
  router.post('/admin/services', plain, adminWriter(postServiceToken))
  router.get('/admin/tokens', done, admin(showTokens))
  router.post('/admin/tokens/:token/revoke', plain, adminWriter(postRevokedToken))

  router.get('/admin/settings', done, admin(showSettings))
  router.post('/admin/settings', plain, adminWriter(postSettings))
  router.post('/admin/settings/sso-test', plain, adminWriter(postSsoTest))
  router.post('/admin/settings/mail-test', plain, adminWriter(postMailTest))
}

/** What was answered with success counts as a write of this person. */
function countingWrites(handler: PersonHandler): PersonHandler {
  return async (request, res) => {
    res.once('finish', () => {
      if (res.statusCode < 400) countWrite(request.caller)
    })
    await handler(request, res)
  }
}
