import supertest from 'supertest'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openShop, type Shop, startPopup, writesNothing } from '../support/shop.ts'
import { alertsIn, formsOf, saysAt, textOf } from './read.ts'
import { type Visitor, visitor } from './visitor.ts'

/** What pages do not take: said where the person looks, with the right status, and nothing is written. */

let shop: Shop
let joon: Visitor
let sam: Visitor
let tom: Visitor
const gate = (id: string) => `/launches/corner/gates/${id}`
const commands = '/launches/corner/commands'

beforeAll(async () => {
  shop = await openShop({ LAUNCHGATE_DEMO: '1' })
  await startPopup(shop, 'corner')
  joon = await visitor(shop, 'joon')
  sam = await visitor(shop, 'sam')
  tom = await visitor(shop, 'tom')
})
afterAll(() => shop.close())

const nothingWritten = <T>(act: () => Promise<T>) => writesNothing(shop, 'corner', act)

describe('a form that cannot be read', () => {
  test.each([
    ['an engine command', { type: 'launch.unlock' }, 'Unknown action.'],
    ['a field that is not known', { type: 'gate.comment', gate: 'stock', text: 'x', colour: 'red' }, 'colour'],
    [
      'an unknown field inside the evidence',
      {
        type: 'gate.tick',
        gate: 'stock',
        item: 'INV-2',
        'evidence.kind': 'note',
        'evidence.text': 'x',
        'evidence.by': 'me',
      },
      'evidence.by',
    ],
    [
      'a file that is only said',
      { type: 'gate.tick', gate: 'pages', item: 'CON-2', 'evidence.kind': 'file' },
      'Not saved',
    ],
  ])('%s', async (_, fields, says) => {
    await nothingWritten(async () => {
      const answer = await joon.post(commands, fields as Record<string, string>).expect(422)
      expect(alertsIn(answer.text).join(' ')).toContain(says)
    })
  })

  test('a link that is none: the field is named, and the address comes back', async () => {
    await nothingWritten(async () => {
      const page = await joon.get(gate('stock'))
      const answer = await joon.send(page, 'f-gate-tick-INV-4', { 'evidence.url': 'javascript:alert(1)' }).expect(422)
      const form = formsOf(answer.text).find(({ id }) => id === 'f-gate-tick-INV-4')
      expect(form?.text).toContain('Enter a URL that starts with https:// or http://.')
      expect(form?.html).toContain('value="javascript:alert(1)"')
      expect(form?.html).toContain('aria-invalid="true"')
    })
  })

  test('an empty note, and one that is too long, are kept as they are', async () => {
    await nothingWritten(async () => {
      const page = await tom.get(gate('stock'))
      const empty = await tom.send(page, 'f-gate-tick-INV-2', { 'evidence.text': '  ' }).expect(422)
      expect(textOf(empty.text)).toContain('Required.')
      const long = await tom.send(page, 'f-gate-tick-INV-2', { 'evidence.text': 'y'.repeat(4001) }).expect(422)
      expect(textOf(long.text)).toContain('Too long: 4,001 of 4,000 characters.')
      expect(long.text).toContain('y'.repeat(4001))
    })
  })
})

describe('the address that a refused form leaves in the address bar', () => {
  test.each([
    ['of a gate', 'stock', 'f-gate-comment', '/launches/corner/gates/stock'],
    ['of an item', 'stock', 'f-gate-tick-INV-4', '/launches/corner/gates/stock'],
  ])('%s leads back to its gate', async (_, on, form, page) => {
    await nothingWritten(async () => {
      const answer = await joon.send(await joon.get(gate(on)), form, { text: '', 'evidence.url': '' }).expect(422)
      const left = new URL(answer.request.url)
      const again = await joon.get(left.pathname + left.search).expect(303)
      expect(again.headers.location).toBe(page)
      await joon.get(page).expect(200)
    })
  })

  test('of a launch leads to the launch; of a file, to the gate that it is for', async () => {
    const lead = async (path: string) => (await joon.get(path).expect(303)).headers.location
    expect(await lead(commands)).toBe('/launches/corner')
    expect(await lead(`${gate('pages')}/items/CON-2/evidence`)).toBe(gate('pages'))
  })
})

describe('files and reports', () => {
  const green = '<testsuite name="shop"><testcase name="pays"/><testcase name="refunds"/></testsuite>'
  const red = '<testsuite name="shop"><testcase name="pays"><failure/></testcase></testsuite>'
  const says = async () => textOf((await sam.get(gate('tests'))).text)

  test('nothing chosen, no report, a file of no known kind, a file too large', async () => {
    const chloe = await visitor(shop, 'chloe')
    const tests = await sam.get(gate('tests'))
    const pages = await chloe.get(gate('pages'))
    await nothingWritten(async () => {
      const none = await sam.attach(tests, 'f-gate-tick-TFN-1', { name: '', body: '' }).expect(422)
      expect(alertsIn(none.text).join()).toContain('Evidence required: Test report.')
      const noReport = await sam.attach(tests, 'f-gate-tick-TFN-1', { name: 'a.xml', body: '<a/>' }).expect(422)
      expect(alertsIn(noReport.text).join()).toContain('Not saved. This isn’t a JUnit report: its root element is <a>')
      const program = await chloe.attach(pages, 'f-gate-tick-CON-2', { name: 'a.pdf', body: 'MZ no pdf' }).expect(422)
      expect(alertsIn(program.text).join()).toContain('This file type isn’t supported')
      const large = await chloe
        .attach(pages, 'f-gate-tick-CON-2', { name: 'a.txt', body: Buffer.alloc(10 * 1024 * 1024 + 1, 'a') })
        .expect(413)
      expect(alertsIn(large.text).join()).toContain('larger than 10 MB')
    })
  })

  test('a green report ticks; a red one is shown, and asks again', async () => {
    await sam.attach(await sam.get(gate('tests')), 'f-gate-tick-TFN-1', { name: 'r.xml', body: green }).expect(303)
    expect(await says()).toContain('2 passed · 0 failed · 0 skipped Sam Okafor')
    const form = await sam.get(gate('tests'))
    await nothingWritten(async () => {
      const broken = await sam.attach(form, 'f-gate-tick-TFN-1', { name: 'r.xml', body: `${green}<` }).expect(422)
      expect(alertsIn(broken.text).join()).toMatch(/line 1, column \d+.*The earlier result still counts\.$/s)
      const large = { name: 'r.xml', body: Buffer.alloc(10 * 1024 * 1024 + 1, 'a') }
      const tooLarge = await sam.attach(form, 'f-gate-tick-TFN-1', large).expect(413)
      expect(alertsIn(tooLarge.text).join()).toContain('larger than 10 MB. The earlier result still counts.')
    })
    await sam.attach(await sam.get(gate('tests')), 'f-gate-tick-TFN-1', { name: 'r.xml', body: red }).expect(303)
    const next = await sam.get(gate('tests'))
    const broken = await sam.attach(next, 'f-gate-tick-TFN-1', { name: 'r.xml', body: '<a/>' }).expect(422)
    expect(alertsIn(broken.text).join()).not.toContain('earlier result')
    expect(await says()).toContain('0 passed · 1 failed · 0 skipped Failed: Sam Okafor')
    expect(await says()).toContain('The latest check failed.')
  })

  test('a report says how many of its tests passed only on a rerun', async () => {
    const flaky = '<testsuite><testcase name="a"/><testcase name="b"><flakyFailure/></testcase></testsuite>'
    await sam.attach(await sam.get(gate('tests')), 'f-gate-tick-TFN-1', { name: 'r.xml', body: flaky }).expect(303)
    expect(await says()).toContain('2 passed · 0 failed · 0 skipped · 1 flaky Sam Okafor')
  })

  test('an auditor’s upload is refused before it is read', async () => {
    const omar = await visitor(shop, 'omar')
    const upload = () =>
      supertest(shop.app.handler)
        .post('/launches/corner/gates/tests/items/TFN-1/evidence')
        .set({ Cookie: omar.cookie, 'Sec-Fetch-Site': 'same-origin' })
        .attach('file', Buffer.from(green), 'r.xml')
    await nothingWritten(() => upload().expect(403))
  })

  test('a file can be downloaded as an attachment under its own name, by people who are signed in', async () => {
    const chloe = await visitor(shop, 'chloe')
    const pages = await chloe.get(gate('pages'))
    await chloe.attach(pages, 'f-gate-tick-CON-2', { name: '사진 목록.txt', body: 'all pictures' }).expect(303)
    const after = await chloe.get(gate('pages'))
    expect(textOf(after.text)).toContain('사진 목록.txt')
    const [href = ''] = /\/launches\/corner\/evidence\/[0-9a-f]{64}/.exec(after.text) ?? []
    const file = await chloe.get(href).expect(200)
    expect(file.headers['content-disposition']).toContain(`filename*=UTF-8''${encodeURIComponent('사진 목록.txt')}`)
    expect(file.headers['content-security-policy']).toBe("default-src 'none'; sandbox")
    expect(file.text).toBe('all pictures')
    await (await visitor(shop, null)).get(href).expect(303)
    await chloe.get(`/launches/corner/evidence/${'0'.repeat(64)}`).expect(404)
  })

  test('the build changed while the form was open: the report is not taken for the new one', async () => {
    const page = await sam.get(gate('tests'))
    await shop.send('ana', 'corner', { type: 'launch.setCandidate', version: '102' }).expect(200)
    await nothingWritten(async () => {
      const answer = await sam.attach(page, 'f-gate-tick-TFN-1', { name: 'r.xml', body: green }).expect(409)
      expect(alertsIn(answer.text).join()).toContain('The build is now 102. Check that build instead.')
    })
  })
})

describe('who is not signed in', () => {
  test.each(['/launches', '/launches/corner', gate('stock'), '/launches/corner/log?gate=stock'])(
    '%s leads to the sign-in page and back',
    async (path) => {
      const nobody = await visitor(shop, null)
      const answer = await nobody.get(path).expect(303)
      expect(answer.headers.location).toBe(`/sign-in?next=${encodeURIComponent(path)}`)
      const page = await nobody.get(answer.headers.location ?? '').expect(200)
      const [first] = formsOf(page.text)
      const signedIn = await nobody.post('/sign-in', { ...first?.hidden, person: 'tom' }).expect(303)
      expect(signedIn.headers.location).toBe(path)
    },
  )

  test.each(['https://example.com/', '//example.com', '/\\example.com', 'javascript:alert(1)', ''])(
    'next=%s leads nowhere else',
    async (next) => {
      const nobody = await visitor(shop, null)
      await nobody.post('/sign-in', { person: 'tom', next }).expect(303).expect('Location', '/')
    },
  )

  test('somebody unknown is not signed in', async () => {
    const answer = await (await visitor(shop, null)).post('/sign-in', { person: 'nobody' }).expect(422)
    expect(answer.headers['set-cookie']).toBeUndefined()
    expect(alertsIn(answer.text)).toEqual(['No such person. Choose one below.'])
  })

  test('after signing out the old cookie is worth nothing', async () => {
    const ben = await visitor(shop, 'ben')
    await ben.get('/launches').expect(200)
    await ben.post('/sign-out', {}).expect(303)
    await ben.get('/launches').expect(303)
  })
})

describe('a script gets the same page', () => {
  test('after a tick with 200, and a refusal with its own status; both hold the part that was asked for', async () => {
    const scripted = await visitor(shop, 'joon', true)
    const page = await scripted.get(gate('stock'))
    const fields = { type: 'gate.tick', 'evidence.value': '99' }
    const answer = await scripted.send(page, 'f-gate-tick-INV-1', fields).expect(200)
    expect(answer.text).toContain('<main id="main"')
    expect(saysAt(answer.text, 'say')).toContain('In progress.')
    await nothingWritten(async () => {
      const refused = await scripted
        .send(answer, 'f-gate-tick-INV-3', { ...fields, 'evidence.value': '61' })
        .expect(409)
      expect(refused.text).toContain('<main id="main"')
      expect(alertsIn(refused.text)).toEqual(['61 is outside the allowed range (at most 60).'])
    })
  })
})

describe('what is not there', () => {
  test.each(['/launches/none', gate('none'), '/launches/none/log', '/nowhere', '/launches/none/go-live'])(
    '%s is a page that says so',
    async (path) => {
      const answer = await joon.get(path).expect(404)
      expect(textOf(answer.text)).toContain('Nothing was found at this address.')
      expect(answer.text).toContain('<main id="main"')
    },
  )
})
