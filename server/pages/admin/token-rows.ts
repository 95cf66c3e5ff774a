import type { Person, Token } from '../../../machines/installation/records.ts'
import { isLive } from '../../../machines/installation/tokens.ts'
import type { FormMaker } from '../forms/form.ts'
import { happened, planned } from '../layout/time.ts'
import type { PageRequest } from '../request/page-request.ts'

/** A token in a list: whose it is, what it may, until when, when it was last used; never the token. */

export function tokenRow(
  { w, now, preferences }: PageRequest,
  token: Token,
  people: readonly Person[],
  maker: FormMaker,
) {
  const { id, scopes, launch, expiresAt, revokedAt, lastUsedAt } = token
  const { timeZone: zone } = preferences
  const person = people.find((each) => each.id === token.person)
  const name = person === undefined ? (token.service ?? '') : person.name || w.t('deleted-person')
  const time = (ms: number) => ({ time: planned(w, ms, now, zone).text })
  const state =
    revokedAt !== null
      ? w.t('admin.tokens.is-revoked')
      : w.t(expiresAt > now ? 'admin.tokens.expires' : 'admin.tokens.is-expired', time(expiresAt))
  const used =
    lastUsedAt === null
      ? w.t('admin.tokens.unused')
      : w.t('admin.tokens.used', { time: happened(w, lastUsedAt, now, zone).text })
  return {
    name,
    kind: token.service === null ? null : w.t('admin.tokens.service'),
    id: `lg_${id}…`,
    scopes: scopes.join(' · '),
    only: launch === null ? null : w.t('admin.tokens.only', { launch }),
    state,
    used,
    form: isLive(token, now)
      ? maker.make({
          name: `revoke-${id}`,
          action: `/admin/tokens/${id}/revoke`,
          hidden: {},
          buttons: [{ label: w.t('admin.tokens.revoke'), about: w.list([name, `lg_${id}`]) }],
        })
      : null,
  }
}
