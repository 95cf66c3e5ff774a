import { expect, test } from 'vitest'
import { smtpOptions } from '../../../server/mail/mailer.ts'

test('every wait is ten seconds at most', () => {
  const smtp = { host: 'mail.example.com', port: 587, tls: 'required', credentials: null } as const
  expect(smtpOptions(smtp)).toMatchObject({
    requireTLS: true,
    dnsTimeout: 10_000,
    connectionTimeout: 10_000,
    greetingTimeout: 10_000,
    socketTimeout: 10_000,
  })
})
