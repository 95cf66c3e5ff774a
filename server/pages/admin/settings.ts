import type { Response } from 'express'
import { authorOf } from '../../auth/caller.ts'
import { testSso } from '../../auth/oidc-status.ts'
import { changeSettings, readSettings } from '../../auth/settings.ts'
import { render } from '../../http/render.ts'
import { goTo } from '../../http/respond.ts'
import { mailer } from '../../mail/mailer.ts'
import { testMail } from '../../mail/mails.ts'
import { languages, words } from '../../words/index.ts'
import { nameError } from '../forms/field-checks.ts'
import { choice, FormMaker, type Refusal } from '../forms/form.ts'
import { isZone } from '../forms/local-time.ts'
import { zonesOf } from '../forms/zones.ts'
import type { PageRequest } from '../request/page-request.ts'
import { readFields } from '../request/read-form.ts'
import { carriedBack, readAdminForm, refusedForm, sendAdminPage, statusOfReason, textOf } from './frame.ts'

/** The settings of the installation, and whether single sign-on and mail work. Nothing secret of either is on the page. */

/** What a test found, said beside its button. */
interface Tested {
  of: 'sso' | 'mail'
  sentence: string
}

export async function showSettings(request: PageRequest, res: Response): Promise<void> {
  await drawSettings(request, res, null, null)
}

async function drawSettings(
  request: PageRequest,
  res: Response,
  refusal: Refusal | null,
  tested: Tested | null,
): Promise<void> {
  const { w, req } = request
  const maker = new FormMaker(w, refusal)
  const title = w.t('admin.settings')
  const body = render('admin/settings', {
    title,
    done: req.query.done === 'saved' ? w.t('admin.settings.saved') : null,
    general: { title: w.t('admin.settings.general'), form: await generalForm(request, maker) },
    checks: [
      { id: 'sso', ...ssoStatus(request, maker), tested: tested?.of === 'sso' ? tested.sentence : null },
      { id: 'mail', ...(await mailStatus(request, maker)), tested: tested?.of === 'mail' ? tested.sentence : null },
    ],
  })
  await sendAdminPage(request, res, { title, body, status: refusal?.status ?? 200 })
}

async function generalForm({ w, services }: PageRequest, maker: FormMaker) {
  const settings = await readSettings(services.store)
  return maker.make({
    name: 'settings',
    action: '/admin/settings',
    hidden: {},
    fields: [
      {
        kind: 'text',
        name: 'organization',
        label: w.t('admin.settings.organization'),
        value: settings.organization,
        required: true,
      },
      {
        kind: 'select',
        name: 'language',
        label: w.t('admin.settings.language'),
        value: settings.language,
        choices: languages.map((each) => choice(each, words(each).t('ui.own-name'))),
      },
      {
        kind: 'select',
        name: 'timeZone',
        label: w.t('admin.settings.zone'),
        value: settings.timeZone,
        choices: zonesOf(settings.timeZone).map(({ zone, label }) => choice(zone, label)),
      },
    ],
    buttons: [{ label: w.t('admin.person.save'), main: true }],
  })
}

function ssoStatus({ w, services }: PageRequest, maker: FormMaker) {
  const { oidc } = services.config
  return {
    title: w.t('admin.settings.sso'),
    state: oidc === null ? w.t('admin.settings.sso-off') : w.t('admin.settings.sso-on', { issuer: oidc.issuer }),
    form: oidc === null ? null : testForm(maker, 'sso-test', w.t('admin.settings.sso-test')),
  }
}

async function mailStatus({ w, services, now, me }: PageRequest, maker: FormMaker) {
  const { mail } = services.config
  const title = w.t('admin.settings.mail')
  if (mail === null) return { title, state: w.t('admin.settings.mail-off'), form: null }
  const { dueMails } = await services.store.installation.read({ dueMails: now + longestWait })
  const on = w.t('admin.settings.mail-on', { host: mail.smtp.host, from: mail.from.address })
  const waiting = w.t('admin.settings.mail-waiting', { count: dueMails.length })
  return {
    title,
    state: w.t('two-sentences', { first: on, second: waiting }),
    form: testForm(maker, 'mail-test', w.t('admin.settings.mail-test', { email: me.email })),
  }
}

/** In ms: no attempt to send a mail is set later than this. */
const longestWait = 24 * 3_600_000

const testForm = (maker: FormMaker, name: string, label: string) =>
  maker.make({ name, action: `/admin/settings/${name}`, hidden: {}, buttons: [{ label }] })

export async function postSettings(request: PageRequest, res: Response): Promise<void> {
  const { w, services, req, now } = request
  const sent = await readAdminForm(request, res, ['organization', 'language', 'timeZone', 'requestKey'], 'organization')
  if (sent === null) return
  const { typed } = sent
  if (sent.isCarried) return drawSettings(request, res, carriedBack(request, 'settings', typed), null)
  const wish = {
    organization: textOf(typed.organization),
    language: textOf(typed.language),
    timeZone: textOf(typed.timeZone),
  }
  const { organization, language, timeZone } = wish
  const errors: Record<string, string> = {}
  const unnamed = nameError(w, organization)
  if (unnamed !== undefined) errors.organization = unnamed
  if (!languages.includes(language)) errors.language = w.t('form.not-accepted')
  if (!isZone(timeZone)) errors.timeZone = w.t('form.bad-zone')
  if (Object.keys(errors).length > 0)
    return drawSettings(request, res, refusedForm('settings', typed, w.t('form.invalid'), errors), null)
  const reason = await changeSettings(services.store, wish, authorOf(request.caller), now)
  if (reason === null) return goTo(req, res, '/admin/settings?done=saved')
  const sentence = w.t(`installation-reason.${reason}`)
  await drawSettings(request, res, refusedForm('settings', typed, sentence, {}, statusOfReason(reason)), null)
}

/** Asks the provider for its metadata, as a sign-in does first. */
export async function postSsoTest(request: PageRequest, res: Response): Promise<void> {
  const { w, services, req } = request
  await readFields(req, res, ['requestKey'])
  const status = await testSso(services)
  if (!status.configured) return goTo(req, res, '/admin/settings')
  const { reachable, code } = status
  const sentence = reachable ? w.t('admin.settings.sso-ok') : w.t('admin.settings.sso-bad', { code: code ?? '' })
  await drawSettings(request, res, null, { of: 'sso', sentence })
}

/** Past the outbox, so that the answer says whether it worked. */
export async function postMailTest(request: PageRequest, res: Response): Promise<void> {
  const { w, services, req, me } = request
  await readFields(req, res, ['requestKey'])
  const { config, log } = services
  if (config.mail === null) return goTo(req, res, '/admin/settings')
  const mail = testMail(w, { to: me.email, name: me.name, baseUrl: config.baseUrl })
  const isSent = (await mailer(config, log).send(mail)) === 'sent'
  const sentence = isSent ? w.t('admin.settings.mail-ok', { email: me.email }) : w.t('admin.settings.mail-bad')
  await drawSettings(request, res, null, { of: 'mail', sentence })
}
