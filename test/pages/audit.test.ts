import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { verifiedInBackground } from '../../server/launches/background-checks.ts'
import { createLaunch, openShop, type Shop } from '../support/shop.ts'
import { fileOf, tamperWith } from '../support/tamper.ts'
import { textOf } from './read.ts'
import { type Visitor, visitor } from './visitor.ts'

/** Omar the auditor: are the logs whole, what was waived, what was decided, who got in? */

let shop: Shop
let omar: Visitor
beforeAll(async () => {
  shop = await openShop({ LAUNCHGATE_DEMO: '1' })
  await createLaunch(shop, 'hello')
  await createLaunch(shop, 'aurora')
  const send = async (who: string, command: object) => {
    const { body } = await shop.get(who, '/api/v1/launches/hello')
    const gate = 'gate' in command ? body.gates.find((each: { id: string }) => each.id === command.gate) : undefined
    await shop.send(who, 'hello', { ...command, ...(gate ? { ifVersion: gate.version } : {}) }).expect(200)
  }
  const payment = { gate: 'payment-gateway' }
  await send('priya', { type: 'launch.start' })
  await send('tom', { type: 'gate.tick', ...payment, item: 'PAY-1', evidence: { kind: 'number', value: 0 } })
  await send('tom', { type: 'gate.submit', ...payment })
  await send('priya', { type: 'gate.signOff', ...payment, as: 'ecommerce-sme' })
  await send('priya', { type: 'gate.reopen', ...payment, reason: 'Wrong account' })
  omar = await visitor(shop, 'omar')
})
afterAll(() => shop.close())

describe('the first page of an auditor', () => {
  test('is their home, which lists launches, and says after a moment that their logs match', async () => {
    const first = await omar.get('/').expect(303)
    expect(first.headers.location).toBe('/audit')
    expect(textOf((await omar.get('/audit').expect(200)).text)).toContain('Log not verified yet')
    await verifiedInBackground(shop.services)
    const text = textOf((await omar.get('/audit').expect(200)).text)
    expect(text).toMatch(/The hello shop In preparation.*Log verified Mon 23 Nov 2026 .*, 7 entries/)
    expect(text).toMatch(/The aurora shop Draft.*Log verified .*, 1 entry/)
  })

  test('shows sign-offs that were voided, and of a gate that is not the decision no decision', async () => {
    const text = textOf((await omar.get('/audit').expect(200)).text)
    expect(text).toMatch(/Sign-offs voided Priya Nair reopened Payment gateway: “Wrong account” The hello shop/)
    expect(text).toContain('No decision was made.')
    expect(text).toContain('No waiver was granted.')
    expect(text).toContain('No log was exported.')
  })

  test('says which log does not match', async () => {
    tamperWith(
      fileOf(shop.services.config.databaseUrl),
      `update entries set leaf = replace(leaf, '"v":1', '"v":2') where launch = 'aurora'`,
    )
    shop.now += 61_000
    await omar.get('/audit').expect(200)
    await verifiedInBackground(shop.services)
    expect(textOf((await omar.get('/audit').expect(200)).text)).toMatch(/aurora shop.*Log doesn’t match, checked/)
  })
})

describe('the log of the installation', () => {
  test('is read by days, filtered by person, action and date, and exported', async () => {
    const text = textOf((await omar.get('/audit/log').expect(200)).text)
    expect(text).toMatch(/Omar Haddad signed in with the list of people session\.start/)
    expect(text).toMatch(/Priya Nair created the launch hello launch\.create/)
    expect(text).toMatch(/The command line added Tom Becker \(Backend developer\) person\.add/)
    expect(text).toMatch(/The command line added Omar Haddad \(Auditor\) person\.add/)
    expect(text).toMatch(/Verified Mon 23 Nov 2026 .*: \d+ entries and \d+ texts, none altered\./)
    const filtered = async (query: string) => textOf((await omar.get(`/audit/log?${query}`).expect(200)).text)
    expect(await filtered('action=launch.create')).toMatch(/2 of \d+ entries/)
    expect(await filtered('person=priya&action=launch.create')).toMatch(/2 of \d+ entries/)
    expect(await filtered('person=tom&action=launch.create')).toMatch(/0 of \d+ entries/)
    expect(await filtered('to=2026-11-22')).toMatch(/0 of \d+ entries/)
    expect(await filtered('from=2026-11-23&to=2026-11-23&action=launch.create')).toMatch(/2 of \d+ entries/)
    await omar.get('/audit/log?from=2026-02-30').expect(422)
    await omar.get('/audit/log?gate=x').expect(422)
    const { size } = await shop.store.installation.head()
    const exported = await omar.get('/audit/log/entries.jsonl').expect(200)
    expect(exported.headers['content-disposition']).toContain('installation-log.jsonl')
    const lines = exported.text.trimEnd().split('\n')
    expect(lines).toEqual(await shop.store.installation.leaves(0, size))
    expect(textOf((await omar.get('/audit').expect(200)).text)).toContain('Omar Haddad exported the audit log of')
  })

  test('shows fifty entries a page', async () => {
    for (let n = 0; n < 55; n += 1) await shop.token(n % 2 === 0 ? 'tom' : 'priya', ['status:read'])
    const first = await omar.get('/audit/log?action=token.create').expect(200)
    expect(first.text.match(/id="seq-/g)).toHaveLength(50)
    expect(first.text).toContain('action=token.create&amp;page=2')
  })

  test('has a page for each entry, with the leaf and its hash', async () => {
    const [stored] = await shop.store.installation.storedEntries(1, 2)
    const page = await omar.get('/audit/log/1').expect(200)
    expect(page.text).toContain(stored?.hash)
    expect(textOf(page.text)).toMatch(/Code person\.add/)
    await omar.get('/audit/log/100000').expect(404)
    await omar.get('/audit/log/x').expect(404)
  })

  test('notes once an hour who reads it', async () => {
    const filter = { person: (await shop.store.directory.person('omar'))?.pseudonym ?? '', actions: ['log.view'] }
    const found = await shop.store.installation.find(filter, 0, 100)
    expect(found.filter(({ data }) => 'launch' in data && data.launch === null)).toHaveLength(1)
  })
})

test.each(['/audit', '/audit/log', '/audit/log/0', '/audit/log/entries.jsonl'])(
  '%s is there for admins, not for a member, and leads to sign-in without a session',
  async (path) => {
    await (await visitor(shop, 'ada')).get(path).expect(200)
    const { text } = await (await visitor(shop, 'tom')).get(path).expect(404)
    expect(text).not.toContain('nav-audit')
    await (await visitor(shop, null)).get(path).expect(303)
  },
)
