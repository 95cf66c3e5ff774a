import { z } from 'zod'
import { isLoopback } from './loopback.ts'
import { type Environment, type ReadSetting, readSecret, requireTogether } from './setting.ts'

export interface MailSettings {
  smtp: SmtpServer
  from: MailAddress
}

export interface SmtpServer {
  host: string
  port: number
  /**
   * `implicit`: TLS from the first byte. `required`: STARTTLS, or nothing is sent. `optional`: STARTTLS if the server offers it.
   * `none`: on this machine, where a relay often has a certificate that nobody has signed.
   */
  tls: 'implicit' | 'required' | 'optional' | 'none'
  credentials: { user: string; password: string } | null
}

export interface MailAddress {
  name: string
  address: string
}

/** The mail server and the sender; null if mail is not configured. Throws WrongSetting if a part is missing or malformed. */
export function readMail(env: Environment, read: ReadSetting): MailSettings | null {
  if (!requireTogether(env, ['SMTP_URL', 'MAIL_FROM'])) return null
  const smtp = readSecret(env, 'SMTP_URL', z.string().transform(smtpServer).pipe(z.custom<SmtpServer>(Boolean)), (t) =>
    t('setting.takes.smtp-url'),
  )
  const from = read('MAIL_FROM', '', z.string().transform(mailAddress).pipe(addressSchema), (t) =>
    t('setting.takes.mail-from'),
  )
  return smtp && { smtp, from }
}

/** Null if it is malformed. Ports as in RFC 8314: 465 for smtps, 587 for smtp. `?tls=optional` is the only option. */
function smtpServer(value: string): SmtpServer | null {
  const url = URL.parse(value)
  if (url === null || url.hostname === '' || !['smtp:', 'smtps:'].includes(url.protocol)) return null
  if (!['', '/'].includes(url.pathname) || url.hash !== '' || !['', '?tls=optional'].includes(url.search)) return null
  const isImplicit = url.protocol === 'smtps:'
  if (isImplicit && url.search !== '') return null
  const user = decoded(url.username)
  const password = decoded(url.password)
  if (user === null || password === null || (user === '') !== (password === '')) return null
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1')
  const withStartTls = isLoopback(host) ? 'none' : url.search === '' ? 'required' : 'optional'
  return {
    host,
    port: url.port === '' ? (isImplicit ? 465 : 587) : Number(url.port),
    tls: isImplicit ? 'implicit' : withStartTls,
    credentials: user === '' ? null : { user, password },
  }
}

/** Null where a percent sign escapes nothing. */
function decoded(text: string): string | null {
  try {
    return decodeURIComponent(text)
  } catch {
    return null
  }
}

const addressSchema = z.strictObject({
  name: z
    .string()
    .max(100)
    .regex(/^[^\p{Control}<>"\\]*$/u),
  address: z.email().max(254),
})

/** `name@example.com` or `Name <name@example.com>`. */
function mailAddress(value: string): MailAddress {
  const named = /^([^<>]+?)\s*<([^<>]+)>$/.exec(value.trim())
  return named ? { name: named[1] ?? '', address: named[2] ?? '' } : { name: '', address: value.trim() }
}
