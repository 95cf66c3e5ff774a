import type { RequestHandler, Router } from 'express'
import type { Services } from '../../services.ts'
import type { PersonHandler } from '../request/for-person.ts'
import { parameters } from '../request/read-form.ts'
import { postReset, showReset } from './reset.ts'
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
  router.get('/demo/reset', plain, person(showReset))
  router.post('/demo/reset', plain, person(postReset))
  router.get('/setup', parameters('code'), (req, res) => showSetup(services, req, res))
  router.post('/setup', plain, (req, res) => postSetup(services, req, res))
  router.get('/sign-in', parameters('next', 'saved', 'by'), (req, res) => showSignIn(services, req, res))
  router.post('/sign-in', plain, (req, res) => postSignIn(services, req, res))
  router.post('/sign-out', plain, (req, res) => postSignOut(services, req, res))
}
