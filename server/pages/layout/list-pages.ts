import { ownPath, type PageRequest } from '../request/page-request.ts'

/** The pages of a list: `?page=` from 1, and the ways to the page before and after. */
export interface ListPages {
  offset: number
  label: string
  previous: { href: string; label: string } | null
  next: { href: string; label: string } | null
}

/** `address` is the path with whatever else its query string says; a page that does not exist is the nearest that does. */
export function pagesOf({ req, w }: PageRequest, address: string, count: number, length: number): ListPages {
  const last = Math.max(1, Math.ceil(count / length))
  const asked = typeof req.query.page === 'string' ? Number.parseInt(req.query.page, 10) : 1
  const number = Math.min(last, Math.max(1, asked || 1))
  const at = (to: number) => ownPath(`${address}${address.includes('?') ? '&' : '?'}page=${to}`)
  return {
    offset: (number - 1) * length,
    label: w.t('list.pages'),
    previous: number > 1 ? { href: at(number - 1), label: w.t('list.previous') } : null,
    next: number < last ? { href: at(number + 1), label: w.t('list.next') } : null,
  }
}
