import type { Token } from '../../db/store.ts'
import { createToken, isScope, scopes } from '../auth/tokens.ts'
import { Failed } from './failed.ts'
import { instant, print, say, table } from './print.ts'
import { withStore } from './services.ts'

export interface TokenOptions {
  as?: string
  service?: string
  scope?: string[]
  launch?: string
  expires?: string
}

/** The token alone on stdout, so that a script can keep it; whatever is to be said about it on stderr. */
export async function create(options: TokenOptions): Promise<void> {
  const { launch } = options
  const holder = holderOf(options)
  const asked = (options.scope ?? []).map((name) => {
    if (isScope(name)) return name
    throw new Failed(`There is no scope "${name}". The scopes are ${scopes.join(', ')}.`)
  })
  const expires = options.expires === undefined ? undefined : durationOf(options.expires)
  await withStore(async (store) => {
    const { token, record } = await createToken(store, { ...holder, scopes: asked, launch, expires }, Date.now())
    say(`Token ${record.id} lives until ${instant(record.expiresAt)}. Keep it now: it is not shown again.`)
    print(token)
  })
}

function holderOf({ as, service }: TokenOptions): { person: string } | { service: string } {
  if (as !== undefined && service === undefined) return { person: as }
  if (service !== undefined && as === undefined) return { service }
  throw new Failed('Say whose token it is: either --as PERSON or --service NAME.')
}

const units: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000 }

/** `90d`, `24h`, `30m` in milliseconds. */
function durationOf(text: string): number {
  const [, count, unit] = /^([0-9]{1,6})([mhd])$/.exec(text) ?? []
  const ms = count === undefined || unit === undefined ? 0 : Number(count) * (units[unit] ?? 0)
  if (ms > 0) return ms
  throw new Failed(`--expires takes a number of days, hours or minutes such as 90d, 24h or 30m, not "${text}".`)
}

export async function list(): Promise<void> {
  await withStore(async (store) => {
    const now = Date.now()
    const rows = (await store.directory.tokens()).map((token) => [
      token.id,
      token.person ?? `${token.service} (service)`,
      stateOf(token, now),
      instant(token.expiresAt),
      instant(token.lastUsedAt),
      token.launch ?? 'every launch',
      token.scopes.join(' '),
    ])
    print(table(['ID', 'OF', 'STATE', 'EXPIRES', 'LAST USED', 'FOR', 'SCOPES'], rows))
  })
}

function stateOf({ revokedAt, expiresAt }: Token, now: number): string {
  if (revokedAt !== null) return 'revoked'
  return expiresAt <= now ? 'expired' : 'active'
}

export async function revoke(id: string): Promise<void> {
  await withStore(async (store) => {
    if (!(await store.directory.revokeToken(id, Date.now())))
      throw new Failed(`There is no token "${id}". \`launchgate token list\` shows their ids.`)
    say(`Token ${id} is revoked.`)
  })
}
