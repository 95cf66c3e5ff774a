import type { Token } from '../../../machines/installation/records.ts'
import { type Scope, scopes } from '../../../machines/installation/scopes.ts'
import { isLive } from '../../../machines/installation/tokens.ts'
import { launchTitle } from '../../launches/launch-title.ts'
import type { FormMaker } from '../forms/form.ts'
import { aboutWords } from '../layout/pieces.ts'
import { happened } from '../layout/time.ts'
import type { PageRequest } from '../request/page-request.ts'

/** How long a token may live, in ms; the first is what a form begins with. */
export const lifetimes = [90, 30, 7, 1, 366].map((days) => days * 86_400_000)
/** So many launches can be chosen from. */
const mostLaunches = 100

/** Tokens that still work, the newest first, and the form for another. */
export async function tokenSection(request: PageRequest, tokens: readonly Token[], forms: FormMaker) {
  const { w, now, preferences } = request
  const zone = preferences.timeZone
  const when = (at: number) => happened(w, at, now, zone).text
  const living = tokens.filter((token) => isLive(token, now))
  return {
    title: w.t('me.tokens'),
    lead: w.t('me.tokens-lead'),
    none: w.t('me.tokens-none'),
    add: w.t('me.token-new'),
    revoke: w.t('me.token-revoke'),
    rows: [...living]
      .sort((a, b) => b.createdAt - a.createdAt)
      .map((token) => ({
        id: token.id,
        label: `lg_${token.id}_…`,
        about: aboutWords(w, `lg_${token.id}_…`),
        scopes: token.scopes.join(w.marks.list),
        facts: [
          ...(token.launch === null ? [] : [w.t('me.token-only', { launch: token.launch })]),
          w.t('me.token-expires', { when: w.date(token.expiresAt, zone, now) }),
          token.lastUsedAt === null ? w.t('me.token-unused') : w.t('me.token-used', { when: when(token.lastUsedAt) }),
        ].join(' · '),
      })),
    form: await tokenForm(request, forms),
    open: forms.concerns('me-token'),
  }
}

async function tokenForm(request: PageRequest, forms: FormMaker) {
  const { w } = request
  const launches = await launchChoices(request)
  return forms.make({
    name: 'me-token',
    action: '/me/tokens',
    hidden: { type: 'me.token' },
    fields: [
      {
        kind: 'checks',
        name: 'scope',
        label: w.t('me.token-scopes'),
        choices: scopes.map((scope: Scope) => ({ value: scope, label: w.t(`me.scope.${scope}`), checked: false })),
      },
      {
        kind: 'select',
        name: 'launch',
        label: w.t('me.token-launch'),
        choices: [{ value: '', label: w.t('me.token-any-launch'), checked: false }, ...launches],
      },
      {
        kind: 'select',
        name: 'expires',
        label: w.t('me.token-expiry'),
        value: String(lifetimes[0]),
        choices: [...lifetimes]
          .sort((a, b) => a - b)
          .map((life) => ({ value: String(life), label: w.duration(life), checked: false })),
        hint: w.t('me.token-expiry-signing'),
      },
    ],
    buttons: [{ label: w.t('me.token-create') }],
  })
}

/** Those in which this person has a role. */
async function launchChoices({ services, actor, view }: PageRequest) {
  const slugs = await services.store.lists.launchesOf(actor.id, 0, mostLaunches)
  const views = await Promise.all(slugs.map((slug) => view(slug)))
  return views.flatMap((each) =>
    each === null ? [] : [{ value: each.launch.launch, label: launchTitle(each), checked: false }],
  )
}
