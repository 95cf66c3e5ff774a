import type { Theme } from '../../../machines/installation/records.ts'
import { assetUrl } from '../../http/assets.ts'
import { render } from '../../http/render.ts'
import type { LaunchView } from '../../launches/read-launch.ts'
import { languages, type Words, words } from '../../words/index.ts'
import { type PageRequest, productName } from '../request/page-request.ts'
import { demoBanner } from './demo-banner.ts'
import { personName } from './person-name.ts'
import { shownText } from './shown-text.ts'
import { absolute } from './time.ts'

/** What the links of the header lead to. */
type Section = 'my-turn' | 'launches' | 'audit' | 'admin'

/** What every page has around it. */
export interface PageFrame {
  title: string
  current: Section | null
  crumbs: { label: string; href: string | null }[]
  /** The launch whose changes the page follows; null when it follows none. */
  live: LaunchView | null
  hasBar: boolean
  /** One column of text or fields, in the middle of the screen. */
  isNarrow?: boolean
  /** Whether the page has a drawing of gates. */
  hasGraph?: boolean
  /** Printed above a page that is a document. */
  printHead?: string
  /** The time zone of the times on the page, or null when there are none. */
  zone: string | null
  body: string
}

/** A whole page for the person who is signed in. */
export async function renderPage(request: PageRequest, around: PageFrame): Promise<string> {
  const { w, me, now } = request
  const zone = around.zone
  return render('layout/shell', {
    ...chrome(w, around.title, request.preferences.theme, request.organization),
    ...around,
    crumbs: around.crumbs.map((crumb) => ({ ...crumb, lang: shownText(w, crumb.label).lang })),
    isNarrow: around.isNarrow ?? false,
    printHead: around.printHead ?? null,
    live: around.live === null ? null : { url: streamOf(around.live), ...liveWords(w) },
    notice: around.live === null ? null : { ...request.notice, word: w.t('state.saved'), version: around.live.version },
    me: { ...personName(w, me.name), key: me.id, page: '/me' },
    nav: navigationOf(request, around.current),
    demo: await demoBanner(request),
    asOf: zone === null ? null : { label: w.t('shell.as-of'), time: absolute(w, now, zone) },
    zoneNote: zone === null ? null : w.t('shell.zone', { zone: zone.replaceAll('_', ' ') }),
  })
}

interface Link {
  href: string
  label: string
  /** What a narrow screen says instead. */
  short: string | null
  id: string
  current: boolean
  count: string | null
}

/** The links of the header. Auditors have no tasks; they and admins have what auditors find. */
function navigationOf({ w, me, tasks }: PageRequest, current: PageFrame['current']): Link[] {
  const link = (section: Section, href: string, label: string, id: string): Link => ({
    href,
    label,
    short: null,
    id,
    current: current === section,
    count: null,
  })
  const myTasks = link('my-turn', '/', w.t('ui.my-tasks'), 'nav-turn')
  return [
    ...(me.auditor ? [] : [{ ...myTasks, count: tasks > 0 ? w.number(tasks) : null }]),
    link('launches', '/launches', w.t('page.launches'), 'nav-launches'),
    ...(me.auditor || me.admin ? [link('audit', '/audit', w.t('audit.title'), 'nav-audit')] : []),
    ...(me.admin ? [{ ...link('admin', '/admin', w.t('admin.title'), 'nav-admin'), short: w.t('admin.short') }] : []),
  ]
}

/** A whole page for somebody who is not signed in, or for a fault. */
export function renderPlainPage(w: Words, title: string, body: string): string {
  return render('layout/shell', {
    ...chrome(w, title, 'system', productName),
    crumbs: [],
    live: null,
    notice: null,
    hasBar: false,
    isNarrow: true,
    printHead: null,
    body,
    me: null,
    nav: [],
    demo: null,
    asOf: null,
    zoneNote: null,
  })
}

function chrome(w: Words, title: string, theme: Theme, brand: string) {
  return {
    theme,
    brand,
    lang: w.lang,
    languages: languages.map((tag) => ({ tag, name: words(tag).t('ui.own-name'), isCurrent: tag === w.lang })),
    title: w.t('shell.title', { title, name: brand }),
    assets: {
      icon: assetUrl('icon.svg'),
      styles: assetUrl('app.css'),
      htmx: assetUrl('htmx.js'),
      app: assetUrl('app.js'),
      live: assetUrl('live.js'),
      // Modules that the scripts import, so that the browser loads them at the same time.
      modules: [assetUrl('status.js')],
      graph: assetUrl('graph.js'),
    },
    words: {
      skip: w.t('ui.skip-to-content'),
      main: w.t('shell.main-navigation'),
      breadcrumb: w.t('shell.breadcrumb'),
      menu: w.t('shell.menu'),
      signOut: w.t('ui.sign-out'),
      profile: w.t('me.title'),
      language: w.t('me.language'),
      saving: w.t('ui.saving'),
      uploading: w.t('ui.uploading'),
      unsaved: w.t('shell.no-answer'),
      refresh: w.t('ui.refresh'),
    },
  }
}

/** From the version that the page shows: what changes before the stream is open is told too. */
function streamOf({ launch, version }: LaunchView): string {
  return `/launches/${launch.launch}/events?after=${version}`
}

function liveWords(w: Words) {
  return {
    live: w.t('ui.live'),
    reconnecting: w.t('ui.reconnecting'),
    offline: w.t('ui.offline'),
    signedOut: w.t('shell.signed-out'),
    changed: w.t('shell.changed'),
    held: w.t('shell.held'),
  }
}
