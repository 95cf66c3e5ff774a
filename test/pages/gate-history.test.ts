import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { does } from '../support/hello.ts'
import { createLaunch, openShop, type Shop } from '../support/shop.ts'
import { fileOf, tamperWith } from '../support/tamper.ts'
import { saysAt, sectionOf, textOf } from './read.ts'
import { visitor } from './visitor.ts'

/** The gate `stock` is sent by Joon and signed by Wei: what Wei sees the second time, what Joon sees in between, and what Omar the auditor reads later. */

let shop: Shop
const path = '/launches/stand/gates/stock'
const minute = 60_000
const days = 24 * 60 * minute
const gate = { gate: 'stock' }
const tick = (item: string, evidence: object) => ({ type: 'gate.tick', ...gate, item, evidence })
const number = (value: number) => ({ kind: 'number', value })

beforeAll(async () => {
  shop = await openShop({ LAUNCHGATE_DEMO: '1' })
  await createLaunch(shop, 'stand', 'pop-up')
})
afterAll(() => shop.close())

/** The page of the gate as somebody reads it who signs in now. */
const opened = async (who: string) => (await visitor(shop, who)).get(path).expect(200)

/** The text of a section by the id of its heading; empty where there is none. */
async function section(who: string, id: string): Promise<string> {
  return textOf(sectionOf((await opened(who)).text, id))
}
/** Sends each a minute after the last. */
async function then(...acts: Parameters<typeof does>[2][]): Promise<void> {
  for (const act of acts) {
    shop.now += minute
    await does(shop, 'stand', act)
  }
}
const seqOf = async (action: string) =>
  (await shop.store.entries('stand', -1, 500)).findLast((entry) => entry.action === action)?.seq

describe('a gate that is sent, returned, sent again and signed', () => {
  test('the first time there is nothing to compare with, and the build is named', async () => {
    expect(await section('wei', 'h-changes')).toBe('')
    await then(
      ['priya', { type: 'launch.start' }],
      ['ana', { type: 'launch.setCandidate', version: '101', commit: 'c0ffee1234567' }],
      ['joon', tick('INV-1', number(98))],
      ['tom', tick('INV-2', { kind: 'note', text: 'Two <b>scanners</b>' })],
      ['joon', tick('INV-3', number(10))],
      ['joon', { type: 'gate.submit', ...gate }],
    )
    const text = textOf((await opened('wei')).text)
    expect(text).toContain(
      'Sent for sign-off by 박준 · build 101 (c0ffee12) now First time this gate is sent for sign-off.',
    )
    expect((await opened('wei')).text).toContain('title="Mon 23 Nov 2026 17:06 +08:00">now</time>')
    const launch = await (await visitor(shop, 'wei')).get('/launches/stand').expect(200)
    expect(textOf(launch.text)).toContain('· Build 101 (c0ffee12) ')
    expect(await section('wei', 'h-changes')).toBe('')
    expect(textOf((await opened('joon')).text)).not.toContain('First time')
  })

  test('returned: what changed is for who decides on it, once it is sent', async () => {
    await then(['wei', { type: 'gate.return', ...gate, reason: 'Count the boots', items: ['INV-1'] }])
    await then(['joon', tick('INV-1', number(99.1))])
    for (const who of ['joon', 'wei']) expect(await section(who, 'h-changes')).toBe('')
  })

  test('sent again: the signer sees why it came back, each difference, and no markup that somebody typed', async () => {
    await then(
      ['tom', tick('INV-2', { kind: 'note', text: 'Three <b>scanners</b>' })],
      ['priya', { type: 'gate.addItem', ...gate, title: 'The boots are counted' }],
      ['joon', { type: 'gate.tick', ...gate, item: 'added-1' }],
      ['ana', { type: 'launch.setCandidate', version: '102' }],
      ['joon', { type: 'gate.submit', ...gate }],
    )
    const changes = await section('wei', 'h-changes')
    expect(changes).toContain('陳偉 requested changes to Gate stock: “Count the boots”')
    expect(changes).toContain('Item INV-1 98 → 99.1')
    expect(changes).toMatch(/Item INV-2 Three <b>scanners<\/b> Before: Two <b>scanners<\/b> Tom Becker/)
    expect(changes).toMatch(/The boots are counted Added by Priya Nair 3 minutes ago 박준/)
    expect(changes).toContain('Build 101 → 102')
    for (const who of ['joon', 'priya', 'omar']) expect(await section(who, 'h-changes')).toBe('')
    expect(changes).not.toContain('INV-3')
    const { text } = await opened('wei')
    expect(text).not.toContain('<b>scanners')
    expect(text).toContain(`href="/launches/stand/log/${await seqOf('gate.return')}"`)
  })

  test('sent once more as it was: nothing, but why it came back', async () => {
    await then(
      ['joon', { type: 'gate.withdraw', ...gate, reason: 'Too early' }],
      ['joon', { type: 'gate.submit', ...gate }],
    )
    expect(await section('wei', 'h-changes')).toMatch(/withdrew Gate stock from sign-off: “Too early”.*No changes\.$/)
  })

  test('completed: who signed as what and when, with the way to the entry, and that nothing changed since', async () => {
    await then(['wei', { type: 'gate.signOff', ...gate, as: 'logistics-manager', statement: 'Counted ten boxes' }])
    const page = await opened('omar')
    expect(await section('omar', 'h-signs')).toBe(
      'Sign-offs 1 of 1 signed off 陳偉 logistics-manager, signed now Counted ten boxes',
    )
    expect(page.text).toContain(`href="/launches/stand/log/${await seqOf('gate.signOff')}"`)
    expect(saysAt(page.text, 'since-completed')).toBe('Nothing in this gate has changed since it was completed.')
    expect(saysAt(page.text, 'whole')).toMatch(/^Verified Mon 23 Nov 2026 17:\d\d \+08:00: \d+ entries/)
    expect(page.text).toContain('href="/launches/stand/log?gate=stock"')
    expect(await section('omar', 'h-items')).toMatch(/^Items 4 of 4 done .*Item INV-1/)
    expect(await section('omar', 'h-changes')).toBe('')
  })

  test('a comment is no change; another build is said, and that nothing here depends on it', async () => {
    await then(
      ['tom', { type: 'gate.comment', ...gate, text: 'Well counted' }],
      ['ana', { type: 'launch.setCandidate', version: '103' }],
    )
    expect(await section('omar', 'h-activity')).toContain(
      'Nothing in this gate has changed since it was completed. Build then: 102. Build now: 103. Nothing in this gate depends on the build.',
    )
  })

  test('renewed, and too old at this moment: both are changes, also before the clock has written it', async () => {
    await then(['joon', tick('INV-3', number(12))])
    expect(await section('omar', 'h-activity')).toMatch(
      /^Activity 1 change since completion\. .* 박준 marked “Item INV-3” done in Gate stock 12 /,
    )
    const version = await shop.version('stand')
    shop.now += 4 * days
    const { text } = await opened('omar')
    expect(await shop.version('stand')).toBe(version)
    expect(await section('omar', 'h-activity')).toContain('Recheck due in Gate stock: “Item INV-3”')
    expect(text).not.toContain(`/launches/stand/log/${version}"`)
    shop.now -= 4 * days
  })

  test('reopened: the sign-off is marked in the activity as voided, by whom, and stands nowhere else', async () => {
    await then(['helen', { type: 'gate.reopen', ...gate, reason: 'The campaign changed' }])
    expect(await section('omar', 'h-signs')).toMatch(
      /^Sign-offs 0 of 1 signed off 陳偉 logistics-manager, not requested/,
    )
    const activity = await section('omar', 'h-activity')
    expect(activity).toMatch(/^Activity Helen Cho reopened Gate stock: “The campaign changed” now/)
    expect(activity).toMatch(
      /陳偉 signed off Gate stock as logistics-manager: “Counted ten boxes” Voided because Helen Cho reopened it 4 minutes ago/,
    )
    expect(activity).not.toContain('since it was completed')
  })

  test('a role that was lost later does not change what was signed', async () => {
    await then(
      ['priya', { type: 'launch.assignRole', role: 'logistics-manager', person: 'fay' }],
      ['priya', { type: 'launch.unassignRole', role: 'logistics-manager', person: 'wei' }],
    )
    expect(await section('omar', 'h-signs')).toMatch(/^Sign-offs 0 of 1 signed off Fay Stone logistics-manager, not/)
    expect(await section('omar', 'h-activity')).toMatch(/陳偉 signed off Gate stock as logistics-manager/)
  })

  test('of many entries three stand open, the newest first, and each sign-off says what voided it', async () => {
    await then(['joon', tick('INV-3', number(13))])
    for (let round = 0; round < 3; round += 1)
      await then(
        ['joon', { type: 'gate.submit', ...gate }],
        ['fay', { type: 'gate.signOff', ...gate, as: 'logistics-manager' }],
        ['joon', { type: 'gate.failCheck', ...gate, item: 'INV-1', evidence: number(round) }],
        ['joon', tick('INV-1', number(99))],
      )
    const page = await opened('omar')
    const [before = '', folded = ''] = page.text.split('<details class="fold small" id="earlier">')
    expect(before.match(/<ol class="feed">[\s\S]*<\/ol>/)?.[0].match(/<li/g)).toHaveLength(3)
    const activity = textOf(folded)
    expect(
      activity.match(/Fay Stone signed off Gate stock as logistics-manager Voided because 박준 recorded/g),
    ).toHaveLength(3)
    expect(activity).toMatch(/“Counted ten boxes” Voided because Helen Cho reopened it/)
  })

  test('whoever may only read is offered nothing to press', async () => {
    const { text } = await opened('omar')
    const main = text.slice(text.indexOf('<main'), text.indexOf('</main>'))
    expect(main).not.toMatch(/<form|<button|<input|<textarea/)
  })

  test('a file that another one took the place of is still opened from the history, under its own name', async () => {
    const chloe = await visitor(shop, 'chloe')
    const pages = '/launches/stand/gates/pages'
    const hand = async (name: string) =>
      chloe.attach(await chloe.get(pages), 'f-gate-tick-CON-2', { name, body: `${name}\n` }).expect(303)
    await hand('spring.txt')
    const sha256 = /evidence\/([0-9a-f]{64})/.exec((await chloe.get(pages)).text)?.[1]
    await (await visitor(shop, 'chloe')).send(await chloe.get(pages), 'f-gate-untick-CON-2').expect(303)
    await hand('summer.txt')
    const omar = await visitor(shop, 'omar')
    expect((await omar.get(pages)).text).toContain(`/launches/stand/evidence/${sha256}`)
    const file = await omar.get(`/launches/stand/evidence/${sha256}`).expect(200)
    expect(file.headers['content-disposition']).toContain('spring.txt')
    expect(file.text).toBe('spring.txt\n')
  })

  test('a log that somebody wrote into is not called whole', async () => {
    tamperWith(
      fileOf(shop.services.config.databaseUrl),
      `update entries set leaf = replace(leaf, '"value":98', '"value":97') where seq = 3`,
    )
    expect(saysAt((await opened('omar')).text, 'whole')).toMatch(/^Verification failed at entry 3 /)
  })
})
