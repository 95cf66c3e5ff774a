import type { Response } from 'express'
import type { Entry } from '../../../machines/entry.ts'
import { cookieIn, ownCookie } from '../../http/cookies.ts'
import { isScripted } from '../../http/respond.ts'
import type { PageRequest } from './page-request.ts'

/**
 * After a form the browser is sent to another page, and that page says once that the form was saved. What it goes by is a cookie that
 * names the entry. Whoever forges one learns nothing and is told nothing untrue: the entry must be a recent one of their own.
 */

const cookieOf = ({ services }: PageRequest) => ownCookie('saved', services.config.baseUrl)
const maxAge = 60_000

/** Lets the next page say that this entry was saved. */
export function rememberSaved(request: PageRequest, res: Response, { launch, seq }: Entry): void {
  const { name, options } = cookieOf(request)
  res.cookie(name, `${launch}.${seq}`, { ...options, maxAge })
}

/** Whether this page is the first one after something of this person was saved in this launch. Costs a read of one entry, only then. */
export async function wasJustSaved(request: PageRequest, launch: string): Promise<boolean> {
  const { req, services, actor, now } = request
  const { name, options } = cookieOf(request)
  const said = cookieIn(req, name)
  // A page that only follows its launch leaves it to the page that the browser goes to.
  if (said === null || isScripted(req)) return false
  req.res?.clearCookie(name, options)
  const [slug, seq] = said.split('.')
  if (slug !== launch || !/^[0-9]{1,15}$/.test(seq ?? '')) return false
  const [entry] = await services.store.entries(launch, Number(seq) - 1, 1)
  return entry?.actor.id === actor.id && now - Date.parse(entry.at) < maxAge
}
