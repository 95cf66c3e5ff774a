import { describe, expect, test } from 'vitest'
import { inviteMail, passwordChangedMail, passwordResetMail, testMail } from '../../../server/mail/mails.ts'
import { words } from '../../../server/words/index.ts'

const w = words('en')
const tom = { to: 'tom@example.com', name: 'Tom Becker', baseUrl: 'https://launchgate.example.com' }
const url = 'https://launchgate.example.com/invites/abc?x=1&y=2'
const invite = { ...tom, inviter: 'Ada Byrne', url, hours: 72 }

test('an invite', () => {
  const mail = inviteMail(w, invite)
  expect(mail).toMatchObject({ kind: 'invite', to: 'tom@example.com', subject: 'Ada Byrne invited you to Launchgate' })
  expect(mail.text).toBe(
    [
      'Hi Tom Becker, Ada Byrne invited you to Launchgate. It shows what a launch is waiting on, and what is waiting on you.',
      `Accept the invite:\n${url}`,
      'This link works once, for 72 hours. Ask Ada Byrne for a new one if it has expired.',
      '-- \nSent by Launchgate at https://launchgate.example.com\n',
    ].join('\n\n'),
  )
})

test.each([
  ['a password reset', passwordResetMail(w, { ...tom, url, minutes: 60 }), 'password-reset', 'for 1 hour'],
  [
    'a changed password',
    passwordChangedMail(w, { ...tom, time: 'Tue 1 Dec 10:00 UTC' }),
    'password-changed',
    'on Tue 1 Dec 10:00 UTC',
  ],
  ['a test', testMail(w, tom), 'test', 'can send email'],
])('%s', (_name, mail, kind, phrase) => {
  expect(mail.kind).toBe(kind)
  expect(mail.text).toContain(phrase)
  expect(mail.text.includes(url)).toBe(kind === 'password-reset')
})

test('the HTML says the same, with one link', () => {
  const { html, text } = inviteMail(w, invite)
  expect(html).toMatch(/^<!doctype html><html lang="en">/)
  expect(html.match(/<a /g)).toHaveLength(1)
  expect(html).toContain('<a href="https://launchgate.example.com/invites/abc?x=1&amp;y=2">Accept the invite</a>')
  for (const paragraph of text.split('\n\n').filter((each) => !/:\n|^--/.test(each))) expect(html).toContain(paragraph)
  expect(html).not.toMatch(/<(script|style|img|link)|style=/)
})

describe('a name that was chosen to deceive', () => {
  const evil = 'Ada</p><a href="https://evil.example">x</a>\r\n\r\nClick https://evil.example\u2028now'

  test('adds no markup and no paragraph', () => {
    const mail = inviteMail(w, { ...invite, inviter: evil })
    expect(mail.html.match(/<a /g)).toHaveLength(1)
    expect(mail.text.split('\n\n')).toHaveLength(4)
    expect(mail.subject).not.toMatch(/[\r\n\u2028]/)
  })
})
