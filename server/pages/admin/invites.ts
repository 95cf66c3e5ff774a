import type { Response } from 'express'
import { mayInvite } from '../../../machines/installation/invites.ts'
import type { Invite } from '../../../machines/installation/records.ts'
import { authorOf } from '../../auth/caller.ts'
import {
  addressesIn,
  endInvite,
  type InviteOutcome,
  invite,
  inviteAgain,
  mostInvited,
  refusedAddresses,
} from '../../auth/invites.ts'
import { render } from '../../http/render.ts'
import { goTo } from '../../http/respond.ts'
import { type KnownRoles, knownRoles } from '../../pipelines/roles.ts'
import { FormMaker, type Refusal } from '../forms/form.ts'
import { notFound } from '../layout/error-page.ts'
import { planned } from '../layout/time.ts'
import type { PageRequest } from '../request/page-request.ts'
import { readFields } from '../request/read-form.ts'
import { carriedBack, isAdmin, readAdminForm, refusedForm, sendAdminPage, statusOfReason, textOf } from './frame.ts'
import { sendLinks } from './links.ts'
import { rolesWords } from './people.ts'
import { permissionsField, readGiven, rolesField } from './person-form.ts'

/** Inviting people, several at once, and the invites that are open. A project lead sees their own, an administrator all. */

/** Null, and the page of what is not there was sent, for whoever may invite nobody. */
async function inviterOf(request: PageRequest, res: Response): Promise<{ roles: KnownRoles; admin: boolean } | null> {
  const { services, w, me, req } = request
  const roles = await knownRoles(services, w)
  if (mayInvite(me, roles.powerful)) return { roles, admin: await isAdmin(request) }
  await notFound(services, req, res)
  return null
}

export async function showInvites(request: PageRequest, res: Response): Promise<void> {
  const inviter = await inviterOf(request, res)
  if (inviter !== null) await drawInvites(request, res, inviter, null)
}

type Inviter = NonNullable<Awaited<ReturnType<typeof inviterOf>>>

async function drawInvites(
  request: PageRequest,
  res: Response,
  { roles, admin }: Inviter,
  refusal: Refusal | null,
): Promise<void> {
  const { w, services, now, actor, preferences } = request
  const { openInvites, people } = await services.store.installation.read({ openInvites: now })
  const maker = new FormMaker(w, refusal)
  const names = new Map(people.map(({ pseudonym, name }) => [pseudonym, name]))
  const again = w.t(services.config.mail === null ? 'admin.invites.again' : 'admin.invites.again-mail')
  const button = (name: string, { id, email }: Invite, verb: string, label: string) =>
    maker.make({ name, action: `/admin/invites/${id}/${verb}`, hidden: {}, buttons: [{ label, about: email }] })
  const title = w.t('admin.invites.title')
  const body = render('admin/invites', {
    title,
    done: doneWords(request),
    unplaced: refusal !== null && refusal.form !== 'invite' ? refusal.sentence : null,
    form: maker.make({
      name: 'invite',
      action: '/admin/invites',
      hidden: {},
      fields: [
        {
          kind: 'textarea',
          name: 'addresses',
          label: w.t('admin.invites.addresses'),
          hint: w.t('admin.invites.addresses-hint'),
          required: true,
        },
        rolesField(w, roles.titles, []),
        ...(admin ? [permissionsField(w, { admin: false, auditor: false })] : []),
      ],
      buttons: [{ label: w.t('admin.invites.send'), main: true }],
    }),
    open: w.t('admin.invites.open'),
    none: w.t('admin.invites.no-open'),
    invites: openInvites
      .filter(({ invitedBy }) => admin || invitedBy === actor.id)
      .map((each) => ({
        email: each.email,
        roles: rolesWords(w, each, roles.titles),
        expires: w.t('admin.invites.expires', { time: planned(w, each.expiresAt, now, preferences.timeZone).text }),
        by: w.t('admin.invites.by', { name: names.get(each.invitedBy) || w.t('admin.invites.operator') }),
        forms: [
          button(`again-${each.id}`, each, 'again', again),
          button(`revoke-${each.id}`, each, 'revoke', w.t('admin.invites.revoke')),
        ],
      })),
  })
  await sendAdminPage(request, res, { title, body, status: refusal?.status ?? 200 })
}

function doneWords({ w, req }: PageRequest): string | null {
  const { done } = req.query
  if (done === 'revoked') return w.t('admin.invites.revoked')
  if (done === 'resent') return w.t('admin.invites.resent')
  const count = typeof done === 'string' && /^sent-\d{1,2}$/.test(done) ? Number(done.slice(5)) : 0
  return count > 0 ? w.t('admin.invites.sent', { count }) : null
}

export async function postInvites(request: PageRequest, res: Response): Promise<void> {
  const { w, services, now } = request
  const inviter = await inviterOf(request, res)
  if (inviter === null) return
  const sent = await readAdminForm(request, res, ['addresses', 'roles', 'permissions', 'requestKey'], 'addresses')
  if (sent === null) return
  const { typed } = sent
  if (sent.isCarried) return drawInvites(request, res, inviter, carriedBack(request, 'invite', typed))
  const refuse = (sentence: string, errors: Record<string, string> = {}, status = 422) =>
    drawInvites(request, res, inviter, refusedForm('invite', typed, sentence, errors, status))
  const { good, bad } = addressesIn(textOf(typed.addresses))
  const { given, errors } = readGiven(w, typed, inviter.roles.titles, [])
  const wrong = await addressErrors(request, good, bad)
  if (wrong !== null) errors.addresses = wrong
  if (Object.keys(errors).length > 0) return refuse(w.t('admin.invites.not-sent'), errors)
  const outcome = await invite(services, good, given, { author: authorOf(request.caller), name: request.me.name }, now)
  if (outcome.kind === 'refused')
    return refuse(w.t(`installation-reason.${outcome.reason}`), {}, statusOfReason(outcome.reason))
  await sendInvited(request, res, outcome, `sent-${good.length}`)
}

/** Each address that is wrong is named. */
async function addressErrors(
  { w, services, now }: PageRequest,
  good: readonly string[],
  bad: readonly string[],
): Promise<string | null> {
  if (good.length + bad.length === 0) return w.t('admin.invites.none-typed')
  if (good.length > mostInvited) return w.t('admin.invites.too-many', { most: mostInvited })
  const { known, invited } = await refusedAddresses(services, good, now)
  const wrong = [
    ...(bad.length > 0 ? [w.t('admin.invites.bad', { addresses: w.list([...bad]) })] : []),
    ...(known.length > 0 ? [w.t('admin.invites.known', { addresses: w.list(known) })] : []),
    ...(invited.length > 0 ? [w.t('admin.invites.open-already', { addresses: w.list(invited) })] : []),
  ]
  return wrong.length === 0 ? null : w.sentences(wrong)
}

/** By mail they are on their way; otherwise this is the one time that their links are shown. */
async function sendInvited(
  request: PageRequest,
  res: Response,
  { links }: Extract<InviteOutcome, { kind: 'done' }>,
  done: string,
): Promise<void> {
  const { w, req } = request
  if (links === null) goTo(req, res, `/admin/invites?done=${done}`)
  else
    await sendLinks(request, res, {
      text: w.t('admin.invites.links'),
      links: links.map(({ email, url }) => ({ label: email, url })),
      back: '/admin/invites',
      crumbs: [{ label: w.t('admin.invites.title'), href: '/admin/invites' }],
    })
}

export async function postInviteAgain(request: PageRequest, res: Response): Promise<void> {
  const { w, services, req, now } = request
  const inviter = await inviterOf(request, res)
  if (inviter === null) return
  const typed = await readFields(req, res, ['requestKey'])
  const id = String(req.params.invite)
  const outcome = await inviteAgain(services, id, { author: authorOf(request.caller), name: request.me.name }, now)
  if (outcome.kind === 'done') return sendInvited(request, res, outcome, 'resent')
  const sentence = w.t(`installation-reason.${outcome.reason}`)
  const refusal = refusedForm(`again-${id}`, typed, sentence, {}, statusOfReason(outcome.reason))
  await drawInvites(request, res, inviter, refusal)
}

export async function postRevokedInvite(request: PageRequest, res: Response): Promise<void> {
  const { w, services, req, now } = request
  const inviter = await inviterOf(request, res)
  if (inviter === null) return
  const typed = await readFields(req, res, ['requestKey'])
  const id = String(req.params.invite)
  const reason = await endInvite(services, id, authorOf(request.caller), now)
  if (reason === null) return goTo(req, res, '/admin/invites?done=revoked')
  const refusal = refusedForm(`revoke-${id}`, typed, w.t(`installation-reason.${reason}`), {}, statusOfReason(reason))
  await drawInvites(request, res, inviter, refusal)
}
