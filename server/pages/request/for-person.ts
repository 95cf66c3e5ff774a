import type { Request, RequestHandler, Response } from 'express'
import { goTo, isScripted, signedOut } from '../../http/respond.ts'
import type { Services } from '../../services.ts'
import { carriedFields, carriedUpload, pageOfForm } from '../forms/carried-form.ts'
import type { Typed } from '../forms/form.ts'
import { type PageRequest, readPageRequest } from './page-request.ts'
import { readForm } from './read-form.ts'

/** Answers a request of somebody who is signed in; what it throws becomes a page that says so. */
export type PersonHandler = (request: PageRequest, res: Response) => Promise<void>

/** Draws the sign-in page for a form that was posted without a session: where to go on, and the fields that are carried. */
export type DrawSessionEnded = (
  services: Services,
  req: Request,
  res: Response,
  next: string,
  carried: Typed,
) => Promise<void>

/**
 * Pages that need a person send everybody else to sign in, and bring them back here. What was posted by nobody is not done: the
 * sign-in page takes the fields of the form along. A script is only told: its page stands, with everything in it.
 */
export function forPerson(
  services: Services,
  handler: PersonHandler,
  drawSessionEnded: DrawSessionEnded,
): RequestHandler {
  return async (req, res) => {
    const request = await readPageRequest(services, req)
    if (request) return handler(request, res)
    if (isScripted(req)) return signedOut(res)
    if (req.method !== 'POST') return goTo(req, res, `/sign-in?next=${encodeURIComponent(req.originalUrl)}`)
    const carried = carriedUpload(req.path) ?? carriedFields(await readForm(req, res))
    await drawSessionEnded(services, req, res, pageOfForm(req.path, carried), carried)
  }
}
