import type { Request, Response } from 'express'
import { cookieIn, ownCookie } from '../http/cookies.ts'
import type { Services } from '../services.ts'

/** Whether the first steps of the demo are put away in this browser. */

const cookieOf = ({ config }: Services) => ownCookie('tour', config.baseUrl)
const maxAge = 30 * 86_400_000

export const isTourHidden = (services: Services, req: Request): boolean =>
  cookieIn(req, cookieOf(services).name) === 'hidden'

export function setTourHidden(services: Services, res: Response, isHidden: boolean): void {
  const { name, options } = cookieOf(services)
  if (isHidden) res.cookie(name, 'hidden', { ...options, maxAge })
  else res.clearCookie(name, options)
}
