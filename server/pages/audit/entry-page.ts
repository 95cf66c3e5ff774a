import type { Response } from 'express'
import { noteLogRead } from '../../audit/log-reads.ts'
import { authorOf } from '../../auth/caller.ts'
import { render } from '../../http/render.ts'
import { sendPage } from '../../http/respond.ts'
import { notFound } from '../layout/error-page.ts'
import { renderPage } from '../layout/shell.ts'
import type { PageRequest } from '../request/page-request.ts'
import { auditLines } from './log-entry-lines.ts'

/** One entry of the installation's log: what happened, and where it lies in the tree. */
export async function showAuditEntry(request: PageRequest, res: Response): Promise<void> {
  const { w, req, services } = request
  const { installation } = services.store
  const said = String(req.params.seq)
  const seq = /^(0|[1-9][0-9]{0,9})$/.test(said) ? Number(said) : -1
  const [stored] = seq < 0 ? [] : await installation.storedEntries(seq, seq + 1)
  const [entry] = stored === undefined ? [] : await installation.find({ before: seq + 1 }, 0, 1)
  if (stored === undefined || entry?.seq !== seq) return notFound(services, req, res)
  const zone = request.preferences.timeZone
  const [[line], { size }] = [await auditLines(request, [entry], zone), await installation.head()]
  const title = w.t('log-page.entry', { seq: w.number(seq) })
  const body = render('audit/entry', {
    title,
    spans: line?.spans ?? [],
    when: { label: w.t('entry.when'), time: line?.time },
    code: { label: w.t('audit.code'), text: entry.action },
    position: w.t('entry.position', { seq: w.number(seq), size: w.number(size) }),
    hash: stored.hash,
    leaf: stored.leaf,
    newer: seq + 1 < size ? `/audit/log/${seq + 1}` : null,
    older: seq > 0 ? `/audit/log/${seq - 1}` : null,
    words: {
      tree: w.t('entry.tree'),
      leafHash: w.t('entry.leaf-hash'),
      leaf: w.t('entry.leaf'),
      older: w.t('log-page.older'),
      newer: w.t('log-page.newer'),
      pages: w.t('entry.adjacent'),
    },
  })
  await noteLogRead(services, 'log.view', authorOf(request.caller), null)
  const crumbs = [
    { label: w.t('audit.title'), href: '/audit' },
    { label: w.t('audit.log'), href: '/audit/log' },
    { label: title, href: null },
  ]
  sendPage(res, await renderPage(request, { title, current: 'audit', crumbs, live: null, hasBar: false, zone, body }))
}
