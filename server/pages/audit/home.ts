import type { Response } from 'express'
import { render } from '../../http/render.ts'
import { sendPage } from '../../http/respond.ts'
import { installationSentence } from '../layout/integrity-sentence.ts'
import { pagesOf } from '../layout/list-pages.ts'
import { renderPage } from '../layout/shell.ts'
import type { PageRequest } from '../request/page-request.ts'
import { decisions, exports, grantedWaivers, mostFindings, voidedSignOffs } from './findings.ts'
import { auditedLaunches } from './launch-rows.ts'

/** Each is read, so a page shows only so many. */
const launchesOnPage = 20

/** The auditors' home: whether the logs match, and what was decided against the rule or after the fact, in all launches. */
export async function showAudit(request: PageRequest, res: Response): Promise<void> {
  const { w, services } = request
  const { lists } = services.store
  const zone = request.preferences.timeZone
  const pages = pagesOf(request, '/audit', await lists.count({}), launchesOnPage)
  const slugs = await lists.byTarget({}, pages.offset, launchesOnPage)
  const title = w.t('audit.title')
  const body = render('audit/page', {
    title,
    log: {
      title: w.t('audit.log'),
      lead: w.t('audit.log-lead'),
      whole: await installationSentence(request, zone),
      open: { href: '/audit/log', label: w.t('audit.open-log') },
    },
    launches: { title: w.t('page.launches'), none: w.t('audit.no-launches') },
    rows: await auditedLaunches(request, slugs, zone),
    pages,
    lists: [
      {
        id: 'waivers',
        title: w.t('audit.waivers'),
        none: w.t('audit.no-waivers'),
        rows: await grantedWaivers(request),
      },
      { id: 'voided', title: w.t('audit.voided'), none: w.t('audit.no-voided'), rows: await voidedSignOffs(request) },
      {
        id: 'decisions',
        title: w.t('audit.decisions'),
        none: w.t('audit.no-decisions'),
        rows: await decisions(request),
      },
      { id: 'exports', title: w.t('audit.exports'), none: w.t('audit.no-exports'), rows: await exports(request, zone) },
    ],
    newest: w.t('audit.newest', { count: mostFindings }),
  })
  sendPage(
    res,
    await renderPage(request, { title, current: 'audit', crumbs: [], live: null, hasBar: false, zone, body }),
  )
}
