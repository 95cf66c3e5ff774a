import type { Request } from 'express'
import { ownPath, type PageRequest } from '../request/page-request.ts'

/** The pages of a list: `?page=` from 1, and the ways to the page before and after. */
export interface ListPages {
  offset: number
  label: string
  previous: { href: string; label: string } | null
  next: { href: string; label: string } | null
}

/** More than any list has, and still a whole number: SQLite takes no other offset. */
const mostPages = 1_000_000

/** The number of the page that is asked for, from 1. The list may be shorter. */
export function askedPage({ query }: Request): number {
  const asked = typeof query.page === 'string' ? Number.parseInt(query.page, 10) : 1
  return Math.min(mostPages, Math.max(1, asked || 1))
}

/** `address` is the path with whatever else its query string says; a page that does not exist is the nearest that does. */
export function pagesOf({ req, w }: PageRequest, address: string, count: number, length: number): ListPages {
  const last = Math.max(1, Math.ceil(count / length))
  const number = Math.min(last, askedPage(req))
  const at = (to: number) => ownPath(`${address}${address.includes('?') ? '&' : '?'}page=${to}`)
  return {
    offset: (number - 1) * length,
    label: w.t('list.pages'),
    previous: number > 1 ? { href: at(number - 1), label: w.t('list.previous') } : null,
    next: number < last ? { href: at(number + 1), label: w.t('list.next') } : null,
  }
}
