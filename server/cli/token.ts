import type { Token } from '../../db/directory.ts'
import { isScope, scopes } from '../../machines/installation/scopes.ts'
import { createToken, revokeTokenById } from '../auth/tokens.ts'
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

/** Prints only the token on stdout, for scripts; everything else goes to stderr. */
export async function create(options: TokenOptions): Promise<void> {
  const { launch } = options
  const holder = holderOf(options)
  const asked = (options.scope ?? []).map((name) => {
    if (isScope(name)) return name
    throw new Failed(`Unknown scope "${name}". Use one of: ${scopes.join(', ')}.`)
  })
  const expires = options.expires === undefined ? undefined : durationOf(options.expires)
  await withStore(async (store) => {
    const { token, record } = await createToken(store, { ...holder, scopes: asked, launch, expires }, Date.now())
    say(`Token ${record.id} expires ${instant(record.expiresAt)}. Copy it now; you won’t see it again.`)
    print(token)
  })
}

function holderOf({ as, service }: TokenOptions): { person: string } | { service: string } {
  if (as !== undefined && service === undefined) return { person: as }
  if (service !== undefined && as === undefined) return { service }
  throw new Failed('Pass either --as PERSON or --service NAME.')
}

const units: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000 }

/** `90d`, `24h`, `30m` in milliseconds. */
function durationOf(text: string): number {
  const [, count, unit] = /^([0-9]{1,6})([mhd])$/.exec(text) ?? []
  const ms = count === undefined || unit === undefined ? 0 : Number(count) * (units[unit] ?? 0)
  if (ms > 0) return ms
  throw new Failed(`Invalid --expires "${text}": expected days, hours or minutes, e.g. 90d, 24h or 30m.`)
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
      token.launch ?? 'all',
      token.scopes.join(' '),
    ])
    print(table(['ID', 'OWNER', 'STATE', 'EXPIRES', 'LAST USED', 'LAUNCH', 'SCOPES'], rows))
  })
}

function stateOf({ revokedAt, expiresAt }: Token, now: number): string {
  if (revokedAt !== null) return 'revoked'
  return expiresAt <= now ? 'expired' : 'active'
}

export async function revoke(id: string): Promise<void> {
  await withStore(async (store) => {
    if ((await revokeTokenById(store, id, Date.now())) === 'unknown-token')
      throw new Failed(`Token "${id}" not found. Run \`launchgate token list\` to see all IDs.`)
    say(`Token ${id} revoked.`)
  })
}
