import { z } from 'zod'
import { slug } from '../../machines/pipeline/pipeline.ts'
import { isLoopback } from './loopback.ts'
import { type Environment, type ReadSetting, readSecret, requireTogether } from './setting.ts'

/** What the members of a group of the OpenID provider get: a role, or a permission. */
export type GroupGrant = { group: string; role: string } | { group: string; permission: 'admin' | 'auditor' }

export interface OidcSettings {
  /** As the provider's metadata write it (OpenID Connect Discovery 1.0 section 4.3); only a slash at the end of the host may differ. */
  issuer: string
  clientId: string
  clientSecret: string
  groupGrants: readonly GroupGrant[]
}

/** Single sign-on; null if it is not configured. Throws WrongSetting if a part is missing or malformed. */
export function readOidc(env: Environment, read: ReadSetting): OidcSettings | null {
  const names = ['OIDC_ISSUER', 'OIDC_CLIENT_ID', 'OIDC_CLIENT_SECRET']
  if (!requireTogether(env, names, ['OIDC_GROUP_ROLES'])) return null
  return {
    issuer: read('OIDC_ISSUER', '', z.url({ protocol: /^https?$/ }).refine(isIssuer), (t) => t('setting.takes.issuer')),
    clientId: read('OIDC_CLIENT_ID', '', printable, (t) => t('setting.takes.printable')),
    clientSecret: readSecret(env, 'OIDC_CLIENT_SECRET', printable, (t) => t('setting.takes.printable')) ?? '',
    groupGrants: read('OIDC_GROUP_ROLES', '', z.string().transform(grantsOf).pipe(z.array(grant)), (t) =>
      t('setting.takes.group-roles'),
    ),
  }
}

/** RFC 6749 appendix A.1 and A.2: what a client id and a client secret consist of. */
const printable = z.string().regex(/^[\x20-\x7e]+$/)

/** OpenID Connect Discovery 1.0 section 3: no query, no fragment. Plain http can be read by anyone on the way. */
function isIssuer(value: string): boolean {
  const url = URL.parse(value)
  if (url === null || /[?#]/.test(value) || url.username !== '' || url.password !== '') return false
  return url.protocol === 'https:' || isLoopback(url.hostname)
}

const group = z.string().min(1)
const grant: z.ZodType<GroupGrant> = z.union([
  z.strictObject({ group, permission: z.enum(['admin', 'auditor']) }),
  z.strictObject({ group, role: slug.max(60).refine((role) => role !== 'admin' && role !== 'auditor') }),
])

/** Spaces around `,` and `=` are ignored. A part without exactly one `=` gets a role that is not accepted. */
function grantsOf(value: string): unknown[] {
  if (value === '') return []
  return value.split(',').map((part) => {
    const [group = '', gives = '', ...more] = part.split('=').map((each) => each.trim())
    if (more.length > 0) return null
    return gives === 'admin' || gives === 'auditor' ? { group, permission: gives } : { group, role: gives }
  })
}
