import type { RequestHandler, Router } from 'express'
import type { Services } from '../../services.ts'
import type { PersonHandler } from '../request/for-person.ts'
import { parameters } from '../request/read-form.ts'
import { postForgot, showForgot } from './forgot-password.ts'
import { postInvite, showInvite } from './invite.ts'
import { finishOidcSignIn, startOidc } from './oidc.ts'
import { postPasskeySignIn, postPasskeySignInOptions } from './passkey.ts'
import { postReset as postDemoReset, postTour, showReset as showDemoReset } from './reset.ts'
import { postReset, showReset } from './reset-password.ts'
import { postSetup, showSetup } from './setup.ts'
import { postSignIn, postSignOut, showSignIn } from './sign-in.ts'
import { openDemo } from './welcome.ts'

/** The pages before and around signing in. `person` makes a handler of one that needs somebody signed in. */
export function entranceRoutes(
  router: Router,
  services: Services,
  person: (handler: PersonHandler) => RequestHandler,
): void {
  const plain = parameters()
  router.post('/demo', plain, (req, res) => openDemo(services, req, res))
  router.get('/demo/reset', plain, person(showDemoReset))
  router.post('/demo/reset', plain, person(postDemoReset))
  router.post('/demo/tour', plain, person(postTour))
  router.get('/setup', parameters('code'), (req, res) => showSetup(services, req, res))
  router.post('/setup', plain, (req, res) => postSetup(services, req, res))
  router.get('/sign-in', parameters('next', 'saved', 'by'), (req, res) => showSignIn(services, req, res))
  router.post('/sign-in', plain, (req, res) => postSignIn(services, req, res))
  router.get('/forgot', plain, (req, res) => showForgot(services, req, res))
  router.post('/forgot', plain, (req, res) => postForgot(services, req, res))
  router.get('/reset/:secret', plain, (req, res) => showReset(services, req, res))
  router.post('/reset/:secret', plain, (req, res) => postReset(services, req, res))
  router.get('/invite/:secret', plain, (req, res) => showInvite(services, req, res))
  router.post('/invite/:secret', plain, (req, res) => postInvite(services, req, res))
  router.get('/sign-in/oidc', parameters('next', 'invite'), (req, res) => startOidc(services, req, res))
  router.get('/sign-in/oidc/callback', (req, res) => finishOidcSignIn(services, req, res))
  router.post('/sign-in/passkey/options', plain, (req, res) => postPasskeySignInOptions(services, req, res))
  router.post('/sign-in/passkey', plain, (req, res) => postPasskeySignIn(services, req, res))
  router.post('/sign-out', plain, (req, res) => postSignOut(services, req, res))
}
