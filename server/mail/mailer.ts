import type { SMTPTransportOptions } from 'nodemailer'
import type { Logger } from 'pino'
import { z } from 'zod'
import type { Config } from '../config.ts'
import type { MailAddress, SmtpServer } from '../settings/mail.ts'
import { withoutControls } from '../text/control-characters.ts'

/** A finished mail to one person. `html` says the same as `text`. */
export interface FinishedMail {
  kind: 'invite' | 'password-reset' | 'password-changed' | 'test'
  to: string
  subject: string
  text: string
  html: string
  /** The same at each attempt to send it, so that a mail that arrives twice can be told. */
  id?: string
}

/** `not-configured`: show what the mail would have said. `failed`: the reason is in the log; nothing tries again by itself. */
export type MailOutcome = 'sent' | 'not-configured' | 'failed'

export interface Mailer {
  /** Gives up when the server is silent for ten seconds. Never throws: a mail that isn't sent must not undo what it tells of. */
  send(mail: FinishedMail): Promise<MailOutcome>
}

/**
 * Sends through SMTP_URL. The log gets the kind of a mail and a shortened address, never its text: a mail may hold a one-time link.
 * A certificate is checked against those that Node.js trusts (NODE_EXTRA_CA_CERTS adds some), or against `ca` (PEM).
 */
export function mailer(
  { mail }: Pick<Config, 'mail'>,
  log: Logger,
  options: { ca?: string; timeout?: number } = {},
): Mailer {
  if (mail === null)
    return {
      async send({ kind }) {
        log.info({ mail: kind }, 'mail not sent: SMTP_URL is not set')
        return 'not-configured'
      },
    }
  const settings = { ...smtpOptions(mail.smtp, options.timeout), ...tlsOptions(options.ca) }
  const open = async () => (await import('nodemailer')).createTransport(settings)
  let transport: Awaited<ReturnType<typeof open>> | undefined
  return {
    async send({ kind, to, subject, text, html, id }) {
      const about = { mail: kind, to: shortened(to) }
      try {
        const address = z.email().max(254).parse(to)
        // An object as recipient is one address; a text would be read as a list.
        const recipient = { name: '', address }
        const head = { from: mail.from, to: recipient, subject: withoutControls(subject), ...messageId(id, mail.from) }
        transport ??= await open()
        await transport.sendMail({ ...head, text, html })
        log.info(about, 'mail sent')
        return 'sent'
      } catch (error) {
        log.error({ ...about, ...withoutText(error) }, 'mail not sent')
        return 'failed'
      }
    },
  }
}

/** RFC 5322 section 3.6.4: unique within the domain of the sender. */
function messageId(id: string | undefined, { address }: MailAddress): { messageId?: string } {
  return id === undefined ? {} : { messageId: `<${id}@${address.split('@')[1]}>` }
}

/** `timeout` in ms, for each of: finding the address, connecting, the greeting, and every pause after that. */
export function smtpOptions({ host, port, tls, credentials }: SmtpServer, timeout = 10_000): SMTPTransportOptions {
  return {
    host,
    port,
    secure: tls === 'implicit',
    requireTLS: tls === 'required',
    ignoreTLS: tls === 'none',
    dnsTimeout: timeout,
    connectionTimeout: timeout,
    greetingTimeout: timeout,
    socketTimeout: timeout,
    // What a mail says is its text, never the name of something to read.
    disableFileAccess: true,
    disableUrlAccess: true,
    ...(credentials && { auth: { user: credentials.user, pass: credentials.password } }),
  }
}

const tlsOptions = (ca: string | undefined): SMTPTransportOptions => ({
  tls: { minVersion: 'TLSv1.2', ...(ca === undefined ? {} : { ca }) },
})

/** `t…@example.com` */
function shortened(address: string): string {
  const [local = '', domain = ''] = withoutControls(address).slice(0, 254).split('@')
  return `${[...local][0] ?? ''}…@${domain}`
}

/** The codes of nodemailer and of the server. The server's sentence may repeat the address or more. */
function withoutText(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { why: 'unknown' }
  const picked = Object.entries(error).filter(([name]) => ['code', 'command', 'responseCode'].includes(name))
  return { why: error.name, ...Object.fromEntries(picked) }
}
