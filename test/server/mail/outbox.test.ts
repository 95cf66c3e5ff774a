import { inspect } from 'node:util'
import type { SMTPServerOptions } from 'smtp-server'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Known } from '../../../machines/installation/known.ts'
import { leaseMails } from '../../../machines/installation/mails.ts'
import type { Mail } from '../../../machines/installation/records.ts'
import { invite } from '../../../server/auth/invites.ts'
import { mailer } from '../../../server/mail/mailer.ts'
import { type Outbox, outbox } from '../../../server/mail/outbox.ts'
import { queuedMail } from '../../../server/mail/queued.ts'
import { openShop, type Shop } from '../../support/shop.ts'
import { silentServer, type TestMailServer, testMailServer } from '../../support/smtp-server.ts'

/** Mails wait in the database until they are sent: written with what they tell of, sent once, and blanked then. */

const minute = 60_000
let close: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const each of close.reverse()) await each()
  close = []
})

async function shopWith(port: number, timeout = 5_000): Promise<{ shop: Shop; sender: () => Outbox }> {
  const shop = await openShop({
    SMTP_URL: `smtp://127.0.0.1:${port}`,
    MAIL_FROM: 'Launchgate <launchgate@example.com>',
  })
  close.push(() => shop.close())
  const { services } = shop
  const sender = () => {
    const each = outbox(services, mailer(services.config, services.log, { timeout }), 1_000_000)
    close.push(() => each.stop())
    return each
  }
  return { shop, sender }
}

async function serverWith(options: SMTPServerOptions = {}): Promise<TestMailServer> {
  const server = await testMailServer(options)
  close.push(server.close)
  return server
}

/** Priya invites Kim; the mail of that change. */
async function inviteKim(shop: Shop, email = 'kim@example.com') {
  const priya = await shop.store.directory.person('priya')
  const by = { author: { id: priya?.pseudonym ?? '', kind: 'person' as const }, name: 'Priya Nair' }
  const wish = { roles: ['tester'], admin: false, auditor: false }
  expect(await invite(shop.services, [email], wish, by, shop.now)).toEqual({ kind: 'done', links: null })
  const { dueMails } = await shop.store.installation.read({ dueMails: shop.now })
  const [mail] = dueMails.slice(-1)
  if (mail === undefined) throw new Error('no mail was written')
  return mail
}

const mailNow = async ({ store }: Shop, { id }: Pick<Mail, 'id'>) => (await store.installation.read({ mail: id })).mail

describe('a mail', () => {
  let server: TestMailServer
  beforeEach(async () => {
    server = await serverWith()
  })

  test('of an invite brings its link once, and nothing of it stays', async () => {
    const { shop, sender } = await shopWith(server.port)
    const mail = await inviteKim(shop)
    await sender().work()
    expect(server.received).toHaveLength(1)
    const [received] = server.received
    expect(received?.to).toEqual(['kim@example.com'])
    expect(received?.head).toMatch(new RegExp(`^Message-ID: <${mail.id}@example\\.com>`, 'im'))
    const secret = /\/invite\/([\w-]{43})/.exec(received?.parts[0] ?? '')?.[1]
    expect(mail.data).toContain(secret)
    expect(await mailNow(shop, mail)).toMatchObject({ data: '{}', recipient: '', sentAt: shop.now, error: null })
    const leaves = (await shop.store.installation.leaves(0, 1000)).join()
    expect(leaves).not.toContain(secret)
    await sender().work()
    expect(server.received).toHaveLength(1)
  })

  test('is sent once where two workers begin together', async () => {
    const { shop, sender } = await shopWith(server.port)
    for (const email of ['kim@example.com', 'lee@example.com', 'max@example.com']) await inviteKim(shop, email)
    await Promise.all([sender().work(), sender().work(), sender().work()])
    expect(server.received.flatMap(({ to }) => to).sort()).toEqual([
      'kim@example.com',
      'lee@example.com',
      'max@example.com',
    ])
  })

  test('whose sender died is sent when the lease is over, with the same Message-ID', async () => {
    const { shop, sender } = await shopWith(server.port)
    const mail = await inviteKim(shop)
    const asked = { dueMails: shop.now }
    const decide = (known: Known<typeof asked>, at: number) => leaseMails(known, at)
    await shop.store.installation.change({ at: shop.now, asked, texts: [], decide })
    await sender().work()
    expect(server.received).toEqual([])
    shop.now += 2 * minute
    await sender().work()
    expect(server.received.map(({ head }) => head.includes(`<${mail.id}@example.com>`))).toEqual([true])
    expect(await mailNow(shop, mail)).toMatchObject({ attempts: 2, sentAt: shop.now })
  })

  test('that cannot be read is no reason to stop: those after it are sent', async () => {
    const { shop, sender } = await shopWith(server.port)
    const broken = { ...queuedMail({ kind: 'test', name: 'Kim' }, 'kim@example.com', 'en', shop.now - 1), data: '[]' }
    const decide = () => ({ accepted: true, entries: [], changes: [{ add: 'mails', row: broken }] }) as const
    await shop.store.installation.change({ at: shop.now, asked: {}, texts: [], decide })
    await inviteKim(shop)
    await sender().work()
    expect(server.received).toHaveLength(1)
    expect(await mailNow(shop, broken)).toMatchObject({ sentAt: null, error: 'unreadable' })
  })
})

test('a mail that the database refuses is not repeated by the error', async () => {
  const { shop } = await shopWith(1)
  const mail = queuedMail({ kind: 'test', name: 'secret-in-a-link' }, 'kim@example.com', 'en', shop.now)
  const row = { ...mail, createdAt: Number.NaN }
  const decide = () => ({ accepted: true, entries: [], changes: [{ add: 'mails', row }] }) as const
  const error: unknown = await shop.store.installation
    .change({ at: shop.now, asked: {}, texts: [], decide })
    .catch((why: unknown) => why)
  expect(inspect(error, { depth: 10 })).toContain('NOT NULL constraint failed')
  expect(inspect(error, { depth: 10 })).not.toMatch(/secret-in-a-link|kim@/)
})

describe('a server that does not take it', () => {
  test('gets it again after 1, 5 and 30 minutes, 2 and 6 hours; after a day it is given up, and its link is gone', async () => {
    let isBroken = true
    const { port, received } = await serverWith({
      onMailFrom: (_address, _session, done) =>
        isBroken ? done(Object.assign(new Error('not now'), { responseCode: 451 })) : done(),
    })
    const { shop, sender } = await shopWith(port)
    const began = shop.now
    const mail = await inviteKim(shop)
    const each = sender()
    const waits: number[] = []
    for (let now = await mailNow(shop, mail); now?.failedAt === null; now = await mailNow(shop, mail)) {
      waits.push((now.dueAt - shop.now) / minute)
      shop.now = now.dueAt - 1
      await each.work()
      expect((await mailNow(shop, mail))?.attempts).toBe(now.attempts)
      shop.now += 1
      await each.work()
    }
    expect(waits).toEqual([0, 1, 5, 30, 120, 360, 360, 360])
    expect(shop.now - began).toBeLessThanOrEqual(24 * 60 * minute)
    expect(await mailNow(shop, mail)).toMatchObject({ data: '{}', recipient: 'kim@example.com', error: 'failed' })
    const [entry] = await shop.store.installation.find({ actions: ['mail.fail'] }, 0, 10)
    expect(entry?.data).toEqual({ mail: mail.id, kind: 'invite' })
    isBroken = false
    shop.now += 24 * 60 * minute
    await each.work()
    expect(received).toEqual([])
  })

  test('and never answers: the attempt ends, and the mail waits', async () => {
    const silent = await silentServer()
    close.push(silent.close)
    const { shop, sender } = await shopWith(silent.port, 50)
    const mail = await inviteKim(shop)
    await sender().work()
    expect(await mailNow(shop, mail)).toMatchObject({ attempts: 1, sentAt: null, dueAt: shop.now + minute })
  })
})
