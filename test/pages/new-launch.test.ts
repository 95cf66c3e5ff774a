import type supertest from 'supertest'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createLaunch, openShop, type Shop } from '../support/shop.ts'
import { alertsIn, formOf, saysAt, textOf } from './read.ts'
import { type Visitor, visitor } from './visitor.ts'

/** A launch is made on one page, without JavaScript: by its lead, with what was typed kept until it is right. */

let shop: Shop
let priya: Visitor
beforeAll(async () => {
  shop = await openShop({ LAUNCHGATE_DEMO: '1' })
  priya = await visitor(shop, 'priya')
})
afterAll(() => shop.close())

type Fields = Record<string, string | string[]>

/** What the browser would send: what is checked, chosen and written in the form. */
function filledIn(page: supertest.Response): Fields {
  const { html, hidden } = formOf(page, 'new')
  const fields: Fields = { ...hidden }
  const add = (name: string, value: string) => {
    const there = fields[name]
    fields[name] = there === undefined ? value : [...[there].flat(), value]
  }
  for (const [tag] of html.matchAll(/<input\b[^>]*>/g)) {
    const part = (name: string) => new RegExp(`\\s${name}="([^"]*)"`).exec(tag)?.[1] ?? ''
    if (part('type') === 'hidden') continue
    if (['radio', 'checkbox'].includes(part('type')) && !/\schecked/.test(tag)) continue
    add(part('name'), part('value'))
  }
  for (const [, name, inside] of html.matchAll(/<select\b[^>]*\sname="([^"]*)"[^>]*>([\s\S]*?)<\/select>/g))
    add(name ?? '', /value="([^"]*)" selected/.exec(inside ?? '')?.[1] ?? '')
  return fields
}

async function nothingMade(slug: string, act: () => Promise<unknown>) {
  const before = await shop.store.slugs()
  await act()
  expect(await shop.store.slugs()).toEqual(before)
  expect(await shop.store.load(slug)).toBeNull()
}

const when = { date: '2027-03-01', time: '10:00', zone: 'Asia/Taipei' }

describe('who may', () => {
  test('the lead and the administrator find the door; Tom does not, and is told who could when he knows the address', async () => {
    for (const who of ['priya', 'ada'])
      expect((await (await visitor(shop, who)).get('/launches')).text).toContain('href="/launches/new"')
    for (const who of ['tom', 'omar']) {
      const other = await visitor(shop, who)
      expect((await other.get('/launches')).text).not.toContain('href="/launches/new"')
      const answer = await other.get('/launches/new').expect(403)
      expect(textOf(answer.text)).toContain('Only Project lead and Admin can do this.')
      await nothingMade('toms', () =>
        other.post('/launches/new', { pipeline: 'first-look', title: 'Toms', slug: 'toms', ...when }).expect(403),
      )
    }
  })
})

describe('the page', () => {
  test('begins in the time zone of the organization, where no launch says another', async () => {
    const { directory } = shop.store
    expect((await directory.setting('time-zone')) ?? 'UTC').toBe('UTC')
    expect(filledIn(await priya.get('/launches/new').expect(200)).zone).toBe('UTC')
    await directory.setSetting('time-zone', 'Asia/Seoul')
    expect(filledIn(await priya.get('/launches/new').expect(200)).zone).toBe('Asia/Seoul')
  })

  test('is filled in: essential, the people who usually do it, and nothing that hinders', async () => {
    const page = await priya.get('/launches/new').expect(200)
    const fields = filledIn(page)
    expect(fields.pipeline).toBe('ecommerce-essential')
    expect(fields['people.tester']).toBe('sam')
    expect(fields['people.head-of-digital']).toBe('helen')
    expect(fields['scope.social']).toBe('yes')
    expect(textOf(page.text)).toContain('If no: the Social media gate is not applicable.')
    expect(textOf(page.text)).toContain('Ecommerce SME (lead)')
    expect(saysAt(page.text, 'clashes')).toBe('')
    expect(page.text).not.toContain('value="omar"')
  })

  test('another pipeline is an address, with its own questions: each no says what it leaves out', async () => {
    const page = await priya.get('/launches/new?pipeline=ecommerce').expect(200)
    expect(filledIn(page).pipeline).toBe('ecommerce')
    expect(textOf(page.text)).toMatch(/EU\?.*If no: LEG-3 is not applicable \(“/)
  })

  test('choosing another pipeline keeps what was typed, and creates nothing', async () => {
    const typed = { ...filledIn(await priya.get('/launches/new')), title: 'Spring <b>shop</b>', ...when }
    await nothingMade('spring-b-shop-b', async () => {
      const asked = await priya.post('/launches/new', { ...typed, pipeline: 'ecommerce', ask: 'pipeline' }).expect(200)
      expect(filledIn(asked)).toMatchObject({ pipeline: 'ecommerce', shown: 'ecommerce', date: '2027-03-01' })
      expect(asked.text).toContain('value="Spring &lt;b&gt;shop&lt;/b&gt;"')
      const pressed = await priya.post('/launches/new', { ...typed, pipeline: 'ecommerce' }).expect(422)
      expect(alertsIn(pressed.text)[0]).toContain('You selected a different pipeline')
      expect(filledIn(pressed).pipeline).toBe('ecommerce')
    })
  })
})

describe('what cannot be', () => {
  test('every fault is named at its field, with a link to it; what was typed is still there', async () => {
    const typed = filledIn(await priya.get('/launches/new'))
    await nothingMade('x', async () => {
      const sent = { ...typed, title: ' ', slug: 'No Good!', date: '2027-02-30', time: '25:00', zone: 'Mars/Olympus' }
      const answer = await priya.post('/launches/new', { ...sent, 'scope.social': 'no' }).expect(422)
      expect(alertsIn(answer.text)).toHaveLength(1)
      const said = saysAt(answer.text, 'refused')
      for (const sentence of [
        'Title: Required.',
        'Use only a–z, 0–9 and hyphens',
        'This date doesn’t exist.',
        'Use the format 10:00.',
        'Choose a time zone',
      ])
        expect(said).toContain(sentence)
      for (const id of ['new-title', 'new-slug', 'new-date', 'new-time', 'new-zone']) {
        expect(answer.text).toContain(`href="#${id}"`)
        expect(answer.text).toContain(`id="${id}"`)
      }
      expect(filledIn(answer)).toMatchObject({ slug: 'No Good!', date: '2027-02-30', zone: 'Mars/Olympus' })
      expect(filledIn(answer)['scope.social']).toBe('no')
    })
  })

  test('an address that is taken, the address of this page, and an hour that the clocks leave out', async () => {
    await createLaunch(shop, 'taken')
    const version = await shop.version('taken')
    const typed = { ...filledIn(await priya.get('/launches/new')), title: 'Taken', ...when }
    await nothingMade('new', async () => {
      const answer = await priya.post('/launches/new', { ...typed, slug: '' }).expect(409)
      expect(saysAt(answer.text, 'refused')).toContain('“taken” is already taken. Choose another.')
      expect(filledIn(answer)).toMatchObject({ title: 'Taken', slug: 'taken' })
      await priya.post('/launches/new', { ...typed, slug: 'new' }).expect(409)
      const gap = { date: '2027-03-28', time: '02:30', zone: 'Europe/Berlin' }
      const left = await priya.post('/launches/new', { ...typed, slug: 'x', ...gap }).expect(422)
      expect(saysAt(left.text, 'refused')).toContain('This time is skipped by the clock change in this time zone.')
    })
    expect(await shop.version('taken')).toBe(version)
  })

  test('without a title only the title is missed, not the address that it would have made', async () => {
    const typed = { ...filledIn(await priya.get('/launches/new')), ...when }
    await nothingMade('', async () => {
      const said = saysAt((await priya.post('/launches/new', typed).expect(422)).text, 'refused')
      expect(said).toBe('Not saved. Fix the fields below and try again. Title: Required.')
    })
  })

  test('a title that no address can be made of asks for one; a field that the form does not have is named', async () => {
    const typed = { ...filledIn(await priya.get('/launches/new')), ...when }
    await nothingMade('x', async () => {
      const answer = await priya.post('/launches/new', { ...typed, title: '春季商店' }).expect(422)
      expect(saysAt(answer.text, 'refused')).toContain('Couldn’t generate a URL name from this title.')
      expect(filledIn(answer).title).toBe('春季商店')
      const odd = await priya.post('/launches/new', { ...typed, title: 'X', candidate: '1' }).expect(422)
      expect(saysAt(odd.text, 'refused')).toContain('candidate')
      const nobody = await priya.post('/launches/new', { ...typed, title: 'X', 'people.tester': 'zoe' }).expect(409)
      expect(saysAt(nobody.text, 'refused')).toContain('“zoe” doesn’t exist')
    })
  })
})

describe('four eyes', () => {
  test('a clash is named by “Check”, in the words of the rule; the draft can be made, and says that it hinders the start', async () => {
    const typed = { ...filledIn(await priya.get('/launches/new')), title: 'Two hats', ...when }
    const hats = { ...typed, 'people.head-of-digital': 'priya' }
    await nothingMade('two-hats', async () => {
      const checked = await priya.post('/launches/new', { ...hats, ask: 'people' }).expect(200)
      expect(saysAt(checked.text, 'clashes')).toMatch(/Go ?\/ ?no-go needs different people/)
      expect(filledIn(checked)).toMatchObject({ title: 'Two hats', 'people.head-of-digital': 'priya' })
      const fine = await priya.post('/launches/new', { ...typed, ask: 'people' }).expect(200)
      expect(textOf(fine.text)).toContain('No conflicts.')
      const without = { ...typed, ask: 'people', 'people.tester': '' }
      expect(saysAt((await priya.post('/launches/new', without)).text, 'clashes')).toContain(
        'No one is assigned to Tester. Add someone.',
      )
    })
    await priya.post('/launches/new', hats).expect(303).expect('Location', '/launches/two-hats')
    const draft = await priya.get('/launches/two-hats')
    expect(saysAt(draft.text, 'say')).toBe('This launch is still a draft.')
    expect(textOf(draft.text)).toMatch(/Start launch .*needs different people/)
  })
})

describe('it is created', () => {
  test('with title, address, target in its zone, scope and people; a second press makes nothing twice', async () => {
    const typed = { ...filledIn(await priya.get('/launches/new')), title: 'Österreich öffnet', ...when }
    const fields = { ...typed, 'scope.social': 'no', 'people.tester': ['sam', 'tom'], store: 'https://shop.example' }
    await priya.post('/launches/new', fields).expect(303).expect('Location', '/launches/osterreich-offnet')
    await priya.post('/launches/new', fields).expect(303).expect('Location', '/launches/osterreich-offnet')
    const launch = await shop.store.load('osterreich-offnet')
    expect(launch?.version).toBe(2)
    expect(new Date(launch?.context.targetAt ?? 0).toISOString()).toBe('2027-03-01T02:00:00.000Z')
    expect(launch?.context.people.tester).toHaveLength(2)
    expect(launch?.gates['social-media']?.state).toBe('cleared.notNeeded')
    const draft = await priya.get('/launches/osterreich-offnet')
    expect(textOf(draft.text)).toContain('Österreich öffnet')
    await priya.send(draft, 'f-launch-start').expect(303)
  })

  test('like an earlier one: its pipeline, its answers, its people; not its title', async () => {
    const page = await priya.get('/launches/new?like=osterreich-offnet').expect(200)
    const fields = filledIn(page)
    expect(fields).toMatchObject({ 'scope.social': 'no', zone: 'Asia/Taipei', title: '', slug: '' })
    expect([fields['people.tester']].flat().sort()).toEqual(['sam', 'tom'])
    await priya.post('/launches/new', { ...fields, title: 'Schweiz', ...when }).expect(303)
    expect((await shop.store.load('schweiz'))?.gates['social-media']?.state).toBe('cleared.notNeeded')
  })
})
