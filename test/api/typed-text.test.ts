import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { addPerson, PersonRefused } from '../../server/auth/people.ts'
import { createLaunch, openShop, type Shop, writesNothing } from '../support/shop.ts'

/** What is typed must be something to see, and one build is one build however its name was typed. */

let shop: Shop
beforeAll(async () => {
  shop = await openShop()
  await createLaunch(shop, 'hello')
  await shop.send('priya', 'hello', { type: 'launch.start' }).expect(200)
})
afterAll(() => shop.close())

/** Characters that draw nothing, by name; each alone, doubled and between spaces must count as empty. */
const invisible: [name: string, text: string][] = [
  ['no character', ''],
  ['white space', ' \t\n\u00a0\u3000'],
  ['zero width space', '\u200b'],
  ['zero width joiner', '\u200d'],
  ['word joiner', '\u2060'],
  ['byte order mark', '\ufeff'],
  ['soft hyphen', '\u00ad'],
  ['combining grapheme joiner', '\u034f'],
  ['Arabic letter mark', '\u061c'],
  ['Hangul choseong filler', '\u115f'],
  ['Hangul jungseong filler', '\u1160'],
  ['Hangul filler', '\u3164'],
  ['half-width Hangul filler', '\uffa0'],
  ['Khmer inherent vowels', '\u17b4\u17b5'],
  ['Mongolian vowel separator', '\u180e'],
  ['Braille pattern blank', '\u2800'],
  ['right-to-left override', '\u202e'],
  ['isolates', '\u2068\u2069'],
  ['variation selectors', '\ufe0f\u{e0100}'],
  ['tags', '\u{e0041}\u{e007f}'],
  ['a mark without a base', '\u0301'],
  ['line separator', '\u2028'],
  ['control characters', '\u0007\u001b'],
  ['musical null notehead', '\u{1d159}'],
  ['private use', '\ue000\u{f0000}'],
  ['code points without a character', '\u0378\uffff'],
]

describe('a reason, a title, a name', () => {
  test.each(invisible)('of %s is none', async (_, text) => {
    for (const typed of [text, `${text}${text}`, ` ${text} `]) {
      const { body } = await writesNothing(shop, 'hello', () =>
        shop.send('priya', 'hello', { type: 'launch.hold', reason: typed }).expect(422),
      )
      expect(body).toMatchObject({ code: 'invalid', errors: [{ pointer: '/reason', detail: 'Enter a reason.' }] })
      await writesNothing(shop, 'hello', () =>
        shop.send('priya', 'hello', { type: 'launch.schedule', title: typed }).expect(422),
      )
    }
  })

  test.each(invisible)('of %s is no name of a person', async (_, name) => {
    const people = (await shop.store.directory.people()).length
    const wish = { name, email: 'noa@example.com', roles: [], admin: false, auditor: false }
    await expect(addPerson(shop.store, wish, shop.now)).rejects.toBeInstanceOf(PersonRefused)
    expect((await shop.store.directory.people()).length).toBe(people)
  })

  test.each(['通', '가', 'é', 'e\u0301', '✓', '🚀', '…', '-', 'ا\u200d', '\u3164x', '👩\u200d🚀'])(
    'of %j is one',
    async (text) => {
      const { body } = await shop
        .send('chloe', 'hello', { type: 'gate.comment', gate: 'content', text: ` ${text} ` })
        .expect(200)
      expect(body.entries[0].data.text).toBe(text)
    },
  )
})

/** é as one character, and as e with a combining accent. */
const [composed, decomposed] = ['caf\u00e9-1', 'cafe\u0301-1']

describe('a build', () => {
  const decision = async (candidate: string) =>
    (await shop.get('ci', `/api/v1/launches/hello/status?candidate=${encodeURIComponent(candidate)}`).expect(200)).body
  const set = (version: string, commit: string) =>
    shop.send('ci', 'hello', { type: 'launch.setCandidate', version, commit })

  test('is the same in either form, and with white space around it', async () => {
    await set(decomposed, decomposed).expect(200)
    await writesNothing(shop, 'hello', () => set(composed, composed).expect(200))
    await writesNothing(shop, 'hello', () => set(` ${composed}\n`, ` ${decomposed} `).expect(200))
    for (const name of [composed, decomposed, ` ${composed} `])
      expect((await decision(name)).blockers).not.toContainEqual(expect.objectContaining({ kind: 'candidate' }))
    expect((await decision('cafe-1')).blockers).toContainEqual(expect.objectContaining({ kind: 'candidate' }))
    expect((await decision(composed)).candidate).toMatchObject({ version: composed, commit: composed })
  })
})
