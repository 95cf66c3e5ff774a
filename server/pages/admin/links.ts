import type { Response } from 'express'
import { render } from '../../http/render.ts'
import type { PageRequest } from '../request/page-request.ts'
import { sendAdminPage } from './frame.ts'

interface SecretLinks {
  text: string
  /** What each is for, and what to copy. */
  links: { label: string; url: string }[]
  back: string
  crumbs: { label: string; href: string }[]
  title?: string
}

/** Secrets that are shown this once: the answer to the post that made them, which no cache keeps and no address leads to. */
export async function sendLinks(request: PageRequest, res: Response, page: SecretLinks): Promise<void> {
  const { w } = request
  const title = page.title ?? w.t('admin.link.title')
  const body = render('admin/links', {
    title,
    text: page.text,
    links: page.links.map((each, at) => ({ ...each, id: `link-${at}` })),
    back: { href: page.back, label: w.t('admin.back') },
  })
  await sendAdminPage(request, res, { title, body, crumbs: page.crumbs })
}
