import type { Token } from '../../db/directory.ts'
import { isScope, scopes } from '../../machines/installation/scopes.ts'
import { createToken, revokeTokenById } from '../auth/tokens.ts'
import { parseDuration } from '../settings/duration.ts'
import { Failed } from './failed.ts'
import { t } from './language.ts'
import { instant, print, say, table } from './print.ts'
import { withStore } from './services.ts'

export interface TokenOptions {
  as?: string
  service?: string
  scope?: string[]
  launch?: string
  expires?: string
}

/** Prints only the token on stdout, for scripts; everything else goes to stderr. */
export async function create(options: TokenOptions): Promise<void> {
  const { launch } = options
  const holder = holderOf(options)
  const asked = (options.scope ?? []).map((name) => {
    if (isScope(name)) return name
    throw new Failed(t('cli.unknown-scope', { scope: name, scopes: scopes.join(', ') }))
  })
  const expires = options.expires === undefined ? undefined : durationOf(options.expires)
  await withStore(async (store) => {
    const { token, record } = await createToken(store, { ...holder, scopes: asked, launch, expires }, Date.now())
    say(t('cli.token-made', { id: record.id, until: instant(record.expiresAt) }))
    print(token)
  })
}

function holderOf({ as, service }: TokenOptions): { person: string } | { service: string } {
  if (as !== undefined && service === undefined) return { person: as }
  if (service !== undefined && as === undefined) return { service }
  throw new Failed(t('cli.token-holder'))
}

/** `90d`, `24h`, `30m` in milliseconds. */
function durationOf(text: string): number {
  const ms = parseDuration(text, 'mhd')
  if (ms !== null) return ms
  throw new Failed(t('cli.wrong-expires', { expires: text }))
}

export async function list(): Promise<void> {
  await withStore(async (store) => {
    const now = Date.now()
    const rows = (await store.directory.tokens()).map((token) => [
      token.id,
      token.person ?? t('cli.owner-service', { service: token.service ?? '' }),
      stateOf(token, now),
      instant(token.expiresAt),
      instant(token.lastUsedAt),
      token.launch ?? t('cli.all-launches'),
      token.scopes.join(' '),
    ])
    const heads = [
      t('cli.head.id'),
      t('cli.head.owner'),
      t('cli.head.state'),
      t('cli.head.expires'),
      t('cli.head.last-used'),
      t('cli.head.launch'),
      t('cli.head.scopes'),
    ]
    print(table(heads, rows))
  })
}

function stateOf({ revokedAt, expiresAt }: Token, now: number): string {
  if (revokedAt !== null) return t('cli.revoked')
  return expiresAt <= now ? t('cli.expired') : t('cli.active')
}

export async function revoke(id: string): Promise<void> {
  await withStore(async (store) => {
    if ((await revokeTokenById(store, id, Date.now())) === 'unknown-token')
      throw new Failed(t('cli.no-such-token', { id }))
    say(t('cli.token-revoked', { id }))
  })
}
