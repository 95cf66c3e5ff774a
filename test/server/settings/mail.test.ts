import { expect, test } from 'vitest'
import { readConfig } from '../../../server/config.ts'

const from = 'Launchgate <launchgate@example.com>'
const smtp = (url: string) => readConfig({ SMTP_URL: url, MAIL_FROM: from }).mail?.smtp

test('mail is off by default', () => expect(readConfig({ SMTP_URL: '', MAIL_FROM: '' }).mail).toBeNull())

test.each([
  ['smtp://mail.example.com', { host: 'mail.example.com', port: 587, tls: 'required', credentials: null }],
  [
    'smtp://mail.example.com:25?tls=optional',
    { host: 'mail.example.com', port: 25, tls: 'optional', credentials: null },
  ],
  ['smtps://mail.example.com/', { host: 'mail.example.com', port: 465, tls: 'implicit', credentials: null }],
  ['smtp://localhost:1025', { host: 'localhost', port: 1025, tls: 'none', credentials: null }],
  ['smtp://[::1]:1025', { host: '::1', port: 1025, tls: 'none', credentials: null }],
  [
    'smtp://tom%40example.com:a%2Fb%3A@mail.example.com',
    {
      host: 'mail.example.com',
      port: 587,
      tls: 'required',
      credentials: { user: 'tom@example.com', password: 'a/b:' },
    },
  ],
])('%s', (url, expected) => expect(smtp(url)).toEqual(expected))

test.each([
  'mail.example.com',
  'http://mail.example.com',
  'smtp:hunter2',
  'smtp://tom:hunter2@',
  'smtp://tom:hunter2@mail.example.com/inbox',
  'smtp://tom:hunter2@mail.example.com?tls.rejectUnauthorized=false',
  'smtps://tom:hunter2@mail.example.com?tls=optional',
  'smtp://tom:hunter2%@mail.example.com',
  'smtp://hunter2@mail.example.com',
  'smtp://tom:hunter2@mail.example.com:99999',
])('%s stops the start and is not shown', (url) => {
  expect(() => smtp(url)).toThrow(
    /^Invalid SMTP_URL: expected smtp:\/\/ or smtps:\/\/ with a host, e\.g\. smtp:\/\/user:password@mail\.example\.com:587\.$/,
  )
})

test.each([
  [from, { name: 'Launchgate', address: 'launchgate@example.com' }],
  ['launchgate@example.com', { name: '', address: 'launchgate@example.com' }],
  ['Störe, Team <a@example.com>', { name: 'Störe, Team', address: 'a@example.com' }],
])('the sender %s', (value, expected) =>
  expect(readConfig({ SMTP_URL: 'smtp://localhost', MAIL_FROM: value }).mail?.from).toEqual(expected),
)

test.each([
  'Launchgate',
  'Launchgate <launchgate>',
  'a@example.com, b@example.com',
  'A <a@example.com> b',
  'Shop\r\nBcc: x@example.com <a@example.com>',
  'a@example.com\nBcc: x@example.com',
])('the sender %j stops the start', (value) => {
  expect(() => readConfig({ SMTP_URL: 'smtp://localhost', MAIL_FROM: value })).toThrow(/^Invalid MAIL_FROM "[^\n]*\.$/)
})

test('one without the other stops the start', () => {
  expect(() => readConfig({ SMTP_URL: 'smtp://tom:hunter2@mail.example.com' })).toThrow(
    /^Missing MAIL_FROM: needed with SMTP_URL\.$/,
  )
  expect(() => readConfig({ MAIL_FROM: from })).toThrow('Missing SMTP_URL: needed with MAIL_FROM.')
})
