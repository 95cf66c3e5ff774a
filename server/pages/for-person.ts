import type { Request, RequestHandler, Response } from 'express'
import { goTo, isScripted, signedOut } from '../respond.ts'
import type { Services } from '../services.ts'
import type { Typed } from './forms.ts'
import { keptOf } from './kept.ts'
import { readForm } from './read-form.ts'
import { drawSignIn } from './sign-in.ts'
import { type Visit, visitOf } from './visit.ts'

export type PersonHandler = (visit: Visit, res: Response) => Promise<void>

/**
 * Pages that need a person send everybody else to sign in, and bring them back here. What was posted by nobody is not done: the
 * sign-in page takes the fields of the form along. A script is only told: its page stands, with everything in it.
 */
export function forPerson(services: Services, handler: PersonHandler): RequestHandler {
  return async (req, res) => {
    const visit = await visitOf(services, req)
    if (visit) return handler(visit, res)
    if (isScripted(req)) return signedOut(res)
    if (req.method !== 'POST') return goTo(req, res, `/sign-in?next=${encodeURIComponent(req.originalUrl)}`)
    const kept = await fieldsOf(req, res)
    await drawSignIn(services, req, res, { next: pageOf(req, kept), kept, why: 'ended' })
  }
}

/** The fields of what was posted; of a file only that there was one, since nobody makes us read it without a name. */
async function fieldsOf(req: Request, res: Response): Promise<Typed> {
  if (!req.is('multipart/form-data')) return keptOf(await readForm(req, res))
  const { gate, item } = req.params
  return { type: 'gate.tick', gate: String(gate), item: String(item), file: '' }
}

/** The page that a form stands on. */
function pageOf(req: Request, kept: Typed): string {
  const { launch } = req.params
  if (launch === undefined) return req.path
  const gate = req.params.gate ?? kept.gate
  const page = `/launches/${encodeURIComponent(String(launch))}`
  return typeof gate === 'string' && gate !== '' ? `${page}/gates/${encodeURIComponent(gate)}` : page
}
