import { describe, expect, test } from 'vitest'
import { commitment } from '../../../machines/commitment.ts'
import {
  createInvites,
  type Invited,
  inviteLife,
  renewInvite,
  revokeInvite,
} from '../../../machines/installation/invites.ts'
import type { InstallationReason } from '../../../machines/installation/known.ts'
import type { Invite } from '../../../machines/installation/records.ts'
import { as, knownOf } from './cast.ts'

/** Roles are fixed by who invites, and are never above their own. */

const powerful = { lead: ['sme'], sponsor: ['head'] }
const email = commitment.parse(`c1:${'A'.repeat(43)}`)
const inviteOf = (more: Partial<Invite> = {}): Invite => ({
  id: 'i1',
  hash: 'ab',
  email: 'new@example.com',
  roles: [],
  admin: false,
  auditor: false,
  invitedBy: 'p_priya',
  createdAt: 0,
  expiresAt: inviteLife,
  acceptedAt: null,
  revokedAt: null,
  ...more,
})
const member: Invited = { roles: ['developer'], admin: false, auditor: false }
const known = { ...knownOf(), openInvites: [inviteOf({ id: 'i0', email: 'Open@example.com' })] }
const create = (by: string, ...invites: Partial<Invite>[]) =>
  createInvites(
    known,
    invites.map((more) => ({ invite: inviteOf({ ...member, ...more }), email, mail: null })),
    powerful,
    as(by),
  )

describe('who may invite whom', () => {
  test.each<[string, Partial<Invite>, InstallationReason | null]>([
    ['ada', { admin: true }, null],
    ['ada', { auditor: true, roles: ['head', 'sme'] }, null],
    ['priya', {}, null],
    ['priya', { roles: ['sme', 'developer'] }, null],
    ['priya', { admin: true }, 'above-own'],
    ['priya', { auditor: true }, 'above-own'],
    ['priya', { roles: ['head'] }, 'above-own'],
    ['tom', {}, 'not-inviter'],
    ['omar', {}, 'not-inviter'],
    ['zoe', {}, 'not-inviter'],
    ['stranger', {}, 'not-inviter'],
    ['ada', { email: 'TOM@example.com' }, 'email-in-use'],
    ['ada', { email: 'open@example.com' }, 'invited'],
  ])('%s with %o: %s', (by, more, reason) => {
    const ruling = create(by, more)
    if (reason !== null) expect(ruling).toEqual({ accepted: false, reason })
    else expect(ruling).toMatchObject({ accepted: true, entries: [{ action: 'invite.create' }] })
  })

  test('one that is wrong stops all of them, and so does an address that comes twice', () => {
    expect(create('ada', { id: 'a', email: 'a@example.com' }, { id: 'b', email: 'tom@example.com' })).toEqual({
      accepted: false,
      reason: 'email-in-use',
    })
    expect(create('ada', { id: 'a', email: 'a@example.com' }, { id: 'b', email: 'A@example.com' })).toEqual({
      accepted: false,
      reason: 'invited',
    })
  })
})

describe('an invite that was sent', () => {
  const again = (by: string, invite: Invite | null, at = 100) =>
    renewInvite({ ...known, inviteById: invite }, { hash: 'new', mail: null }, powerful, as(by), at)
  const revoke = (by: string, invite: Invite | null) =>
    revokeInvite({ ...known, inviteById: invite }, powerful, as(by), 100)

  test('is renewed with another link for 72 hours more, also after it expired', () => {
    const ruling = again('priya', inviteOf(), 10 * inviteLife)
    expect(ruling.changes).toEqual([{ put: 'invites', row: inviteOf({ hash: 'new', expiresAt: 11 * inviteLife }) }])
    expect(ruling.entries).toMatchObject([{ action: 'invite.renew', data: { invite: 'i1' } }])
  })

  test('is revoked by whoever sent it, and by an admin', () => {
    for (const by of ['priya', 'ada'])
      expect(revoke(by, inviteOf()).changes).toEqual([{ put: 'invites', row: inviteOf({ revokedAt: 100 }) }])
  })

  test.each<[string, string, Invite | null]>([
    ['there is none', 'ada', null],
    ['it was accepted', 'ada', inviteOf({ acceptedAt: 5 })],
    ['it was revoked', 'ada', inviteOf({ revokedAt: 5 })],
    ['it is another lead’s', 'priya', inviteOf({ invitedBy: 'p_other' })],
  ])('stays as it is where %s', (_why, by, invite) => {
    for (const ruling of [again(by, invite), revoke(by, invite)])
      expect(ruling).toEqual({ accepted: false, reason: 'unknown-invite' })
  })

  test('is not renewed by a lead who may give no more what it gives', () =>
    expect(again('priya', inviteOf({ roles: ['head'] }))).toEqual({ accepted: false, reason: 'above-own' }))

  test('is not renewed for somebody who has come meanwhile', () =>
    expect(again('ada', inviteOf({ email: 'tom@example.com' }))).toEqual({ accepted: false, reason: 'email-in-use' }))
})
