import { pino } from 'pino'
import type { SMTPServerOptions } from 'smtp-server'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type FinishedMail, mailer } from '../../../server/mail/mailer.ts'
import type { MailSettings, SmtpServer } from '../../../server/settings/mail.ts'
import { certificate } from '../../support/localhost-certificate.ts'
import { silentServer, type TestMailServer, testMailServer } from '../../support/smtp-server.ts'

/** Tom gets a mail, through real mail servers: good ones, strict ones, broken ones. */

const link = 'https://launchgate.example.com/reset/one-time-secret'
const mail: FinishedMail = {
  kind: 'password-reset',
  to: 'tom.becker@example.com',
  subject: 'Choose a new password',
  text: `Hi Tom – 你好\n\n${link}\n`,
  html: `<p>Hi Tom – 你好 <a href="${link}">Choose</a></p>`,
}

let lines: string[]
let close: (() => Promise<void>)[]
beforeEach(() => {
  lines = []
  close = []
})
afterEach(async () => {
  for (const each of close) await each()
  // Whatever happened, the log has neither the mail nor the password nor the whole address.
  expect(lines.join('')).not.toMatch(/one-time-secret|hunter2|tom\.becker/)
  expect(lines).toHaveLength(1)
})

const log = pino({ base: null, timestamp: false }, { write: (line) => lines.push(line) })
const logged = () => JSON.parse(lines[0] ?? '{}')

const settings = (smtp: Partial<SmtpServer>): { mail: MailSettings } => ({
  mail: {
    smtp: { host: '127.0.0.1', port: 25, tls: 'none', credentials: null, ...smtp },
    from: { name: 'Launchgate', address: 'launchgate@example.com' },
  },
})

async function serverWith(options: SMTPServerOptions = {}): Promise<TestMailServer> {
  const server = await testMailServer(options)
  close.push(server.close)
  return server
}

const send = (smtp: Partial<SmtpServer>, { ca = certificate, wish = mail, timeout = 10_000 } = {}) =>
  mailer(settings(smtp), log, { ca, timeout }).send(wish)

test('without SMTP_URL nothing is sent, and the log says only which kind', async () => {
  expect(await mailer({ mail: null }, log).send(mail)).toBe('not-configured')
  expect(logged()).toEqual({ level: 30, mail: 'password-reset', msg: 'mail not sent: SMTP_URL is not set' })
})

test('a mail arrives with both texts', async () => {
  const { port, received } = await serverWith()
  expect(await send({ port })).toBe('sent')
  expect(received).toEqual([
    expect.objectContaining({ from: 'launchgate@example.com', to: ['tom.becker@example.com'], secure: false }),
  ])
  expect(received[0]?.head).toMatch(/^From: Launchgate <launchgate@example\.com>\r$/m)
  expect(received[0]?.head).toMatch(/^Subject: Choose a new password\r$/m)
  expect(received[0]?.parts.map((part) => part.trim())).toEqual([mail.text.trim().replaceAll('\n', '\r\n'), mail.html])
  expect(logged()).toEqual({ level: 30, mail: 'password-reset', to: 't…@example.com', msg: 'mail sent' })
})

describe('TLS', () => {
  const missing = { disabledCommands: ['STARTTLS'] }

  test.each<[SmtpServer['tls'], string, SMTPServerOptions, boolean]>([
    ['required', 'a server that offers STARTTLS', {}, true],
    ['optional', 'a server that offers STARTTLS', {}, true],
    ['optional', 'a server that does not', missing, false],
    ['implicit', 'a server that speaks TLS at once', { secure: true }, true],
    ['none', 'a server that offers STARTTLS', {}, false],
  ])('%s: %s gets the mail', async (tls, _name, options, secure) => {
    const { port, received } = await serverWith(options)
    expect(await send({ port, tls })).toBe('sent')
    expect(received).toEqual([expect.objectContaining({ secure })])
  })

  test.each<[SmtpServer['tls'], string, SMTPServerOptions, string]>([
    ['required', 'a server without STARTTLS', missing, certificate],
    ['required', 'a certificate that nobody has signed', {}, ''],
    ['optional', 'a certificate that nobody has signed', {}, ''],
    ['implicit', 'a certificate that nobody has signed', { secure: true }, ''],
    ['implicit', 'a server without TLS', {}, certificate],
  ])('%s: %s gets nothing, not even the password', async (tls, _name, options, ca) => {
    const attempts: string[] = []
    const { port, received } = await serverWith({
      ...options,
      onAuth({ username = '' }, _session, done) {
        attempts.push(username)
        done(null, { user: username })
      },
    })
    expect(await send({ port, tls, credentials: { user: 'tom', password: 'hunter2' } }, { ca, timeout: 1000 })).toBe(
      'failed',
    )
    expect(received).toEqual([])
    expect(attempts).toEqual([])
    expect(logged()).toMatchObject({ level: 50, msg: 'mail not sent' })
  })
})

describe('a server with a password', () => {
  const strict: SMTPServerOptions = {
    authOptional: false,
    onAuth({ username, password }, _session, done) {
      if (username === 'tom' && password === 'hunter2') done(null, { user: username })
      else done(new Error(`No: ${username} ${password}`))
    },
  }

  test('takes it with the right one', async () => {
    const { port, received } = await serverWith(strict)
    expect(await send({ port, tls: 'required', credentials: { user: 'tom', password: 'hunter2' } })).toBe('sent')
    expect(received).toEqual([expect.objectContaining({ user: 'tom', secure: true })])
  })

  test.each([{ user: 'tom', password: 'hunter22' }, null])('refuses %j', async (credentials) => {
    const { port, received } = await serverWith(strict)
    expect(await send({ port, tls: 'required', credentials })).toBe('failed')
    expect(received).toEqual([])
    expect(logged()).toMatchObject({ responseCode: credentials === null ? 530 : 535 })
  })
})

test('a server that refuses the recipient: the log has its code, not its sentence', async () => {
  const { port, received } = await serverWith({
    onRcptTo({ address }, _session, done) {
      done(Object.assign(new Error(`No such user ${address}`), { responseCode: 550 }))
    },
  })
  expect(await send({ port })).toBe('failed')
  expect(received).toEqual([])
  expect(logged()).toEqual({
    level: 50,
    mail: 'password-reset',
    to: 't…@example.com',
    why: 'Error',
    code: 'EENVELOPE',
    command: 'RCPT TO',
    responseCode: 550,
    msg: 'mail not sent',
  })
})

test('a server that is down', async () => {
  const server = await testMailServer()
  await server.close()
  expect(await send({ port: server.port })).toBe('failed')
  expect(logged()).toMatchObject({ code: 'ESOCKET' })
})

test('a server that never answers is given up', async () => {
  const { port, close: end } = await silentServer()
  close.push(end)
  expect(await send({ port }, { timeout: 200 })).toBe('failed')
  expect(logged()).toMatchObject({ code: 'ETIMEDOUT' })
})

describe('nothing typed becomes a header or a second recipient', () => {
  test.each(['Hi\r\nBcc: eve@evil.example', 'Hi\nX-Evil: yes', 'Hi\u2028Bcc: eve@evil.example'])(
    'the subject %j',
    async (subject) => {
      const { port, received } = await serverWith()
      expect(await send({ port }, { wish: { ...mail, subject } })).toBe('sent')
      expect(received.map(({ to }) => to)).toEqual([['tom.becker@example.com']])
      expect(received[0]?.head).not.toMatch(/^(Bcc|X-Evil):/im)
    },
  )

  test.each([
    'tom@example.com, eve@evil.example',
    'tom@example.com\r\nBcc: eve@evil.example',
    'Tom <tom@example.com>',
    '',
    '@',
  ])('the address %j', async (to) => {
    const { port, received } = await serverWith()
    expect(await send({ port }, { wish: { ...mail, to } })).toBe('failed')
    expect(received).toEqual([])
  })
})
