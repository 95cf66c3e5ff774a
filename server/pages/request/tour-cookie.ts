import type { Request, Response } from 'express'
import { cookieIn } from '../../http/cookies.ts'

/** Whether the first steps of the demo are put away in this browser. */

const name = 'tour'
const options = { httpOnly: true, sameSite: 'lax', path: '/' } as const
const maxAge = 30 * 86_400_000

export const isTourHidden = (req: Request): boolean => cookieIn(req, name) === 'hidden'

export function setTourHidden(res: Response, isHidden: boolean): void {
  if (isHidden) res.cookie(name, 'hidden', { ...options, maxAge })
  else res.clearCookie(name, options)
}
