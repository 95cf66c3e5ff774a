import type supertest from 'supertest'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createLaunch, monday, openShop, type Shop } from '../support/shop.ts'
import { formsOf, hasForm, saysAt, textOf } from './read.ts'
import { type Visitor, visitor } from './visitor.ts'

/**
 * Problems, waivers, what is asked and of whom, the plan, the people and the ends of a launch: each found on its page by who needs it,
 * and by nobody else; done without JavaScript; refused with everything that was typed still there.
 */

const cast = ['priya', 'helen', 'joon', 'tom', 'wei', 'chloe', 'sam', 'fay', 'omar', 'ada'] as const
let shop: Shop
const people = new Map<string, Visitor>()
let launch = ''
let made = 0

beforeAll(async () => {
  shop = await openShop({ LAUNCHGATE_DEMO: '1' })
  for (const who of cast) people.set(who, await visitor(shop, who))
})
afterAll(() => shop.close())
beforeEach(async () => {
  shop.now = monday
  made += 1
  launch = `stall-${made}`
  await createLaunch(shop, launch, 'pop-up')
})

const as = (who: string): Visitor => {
  const found = people.get(who)
  if (!found) throw new Error(`nobody is called ${who}`)
  return found
}
const address = (gate?: string) => `/launches/${launch}${gate === undefined ? '' : `/gates/${gate}`}`
const page = (who: string, gate?: string) => as(who).get(address(gate)).expect(200)
/** The page with the form: of the gate or the launch, or the one that asks first. */
const asks = (who: string, gate: string | undefined, form: string) => as(who).find(address(gate), form)
const command = (who: string, said: object) => shop.send(who, launch, said).expect(200)
const started = () => command('priya', { type: 'launch.start' })

/** Fills in the form where it stands, and presses its button. */
const press = async (who: string, gate: string | undefined, form: string, fields: Record<string, string> = {}) =>
  as(who).send(await asks(who, gate, form), form, fields)

/** Exactly these people find the form. */
async function isOffered(form: string, gate: string | undefined, to: readonly string[]) {
  for (const who of cast)
    expect(`${who} ${hasForm((await asks(who, gate, form)).text, form)}`).toBe(`${who} ${to.includes(who)}`)
}

/** Refused: with this status and sentence in the form, what was typed still in it, and nothing written. */
async function refused(
  act: () => PromiseLike<supertest.Response>,
  form: string,
  status: number,
  says: string,
  kept = `id="${form}"`,
) {
  const before = await shop.version(launch)
  const answer = await act()
  expect(answer.status).toBe(status)
  const shown = formsOf(answer.text).find(({ id }) => id === form)
  expect(shown?.text ?? '').toContain(says)
  expect(`${shown?.html} ${shown?.text}`).toContain(kept)
  expect(await shop.version(launch)).toBe(before)
}

describe('a problem', () => {
  beforeEach(started)

  test('is reported by who sees it, asks its owner, and is marked as solved by the owner or the lead', async () => {
    await isOffered('f-gate-block', 'stock', ['priya', 'joon', 'tom', 'wei'])
    await refused(() => press('tom', 'stock', 'f-gate-block'), 'f-gate-block', 422, 'Enter a reason.')
    const unseen = { reason: '\u3164\u200b' }
    await refused(() => press('tom', 'stock', 'f-gate-block', unseen), 'f-gate-block', 422, 'Enter a reason.')
    const long = 'The scanner is broken. '.repeat(200)
    await refused(() => press('tom', 'stock', 'f-gate-block', { reason: long }), 'f-gate-block', 422, 'Too long', long)
    const answer = await press('tom', 'stock', 'f-gate-block', { reason: 'The scanner is broken' })
    expect(answer.status).toBe(303)
    expect(answer.headers.location).toBe(`/launches/${launch}/gates/stock`)

    const joons = await page('joon', 'stock')
    expect(saysAt(joons.text, 'say')).toMatch(/^Blocked\. Tom Becker reported a blocker\. Waiting on you: .*solve/)
    expect(joons.text).toMatch(/<div class="reason problem">.*The scanner is broken/)
    expect(textOf((await as('joon').get('/')).text)).toMatch(/Stock|stock/)
    expect(textOf((await as('joon').get('/')).text)).toContain('Resolve the blocker')

    await isOffered('f-gate-unblock', 'stock', ['priya', 'joon'])
    expect((await press('joon', 'stock', 'f-gate-unblock', { note: 'A new one came' })).status).toBe(303)
    const after = await page('joon', 'stock')
    expect(saysAt(after.text, 'say')).not.toContain('problem')
    expect(textOf(after.text)).toContain('resolved the blocker in')
    expect(textOf(after.text)).toContain('A new one came')
  })

  test('in a gate that cannot go on yet is asked of its owner all the same', async () => {
    await press('priya', 'tests', 'f-gate-block', { reason: 'No devices' })
    expect(textOf((await as('sam').get('/')).text)).toContain('Resolve the blocker')
  })
})

describe('a waiver', () => {
  beforeEach(started)
  const terms = {
    reason: 'The count is on Friday',
    until: '2026-12-05T18:00',
    mitigation: 'Sell only what was counted',
  }

  test('is asked for with its terms, shown, asked of the sponsor alone, and granted by her', async () => {
    await isOffered('f-gate-requestWaiver', 'stock', ['priya', 'joon'])
    const form = await asks('joon', 'stock', 'f-gate-requestWaiver')
    expect(textOf(form.text)).toContain('Asia/Taipei time. Up to 30 days: ')
    await press('joon', 'stock', 'f-gate-requestWaiver', terms)
    const asked = await page('tom', 'stock')
    expect(saysAt(asked.text, 'say')).toContain('박준 requested a waiver until Sat 5 Dec 18:00.')
    for (const said of [
      'The count is on Friday',
      'Until Sat 5 Dec 2026 18:00 +08:00',
      'Mitigation: Sell only what was counted',
    ])
      expect(textOf(asked.text)).toContain(said)

    expect(textOf((await as('helen').get('/')).text)).toContain('Decide on the waiver')
    expect(textOf((await as('priya').get('/')).text)).not.toContain('Decide on the waiver')
    await isOffered('f-gate-grantWaiver', 'stock', ['helen'])
    await isOffered('f-gate-declineWaiver', 'stock', ['helen', 'priya', 'joon'])

    expect(textOf((await page('helen', 'stock')).text)).toContain('Until Sat 5 Dec 18:00, the launch can go ahead')
    const helens = await asks('helen', 'stock', 'f-gate-grantWaiver')
    expect(formsOf(helens.text).find(({ id }) => id === 'f-gate-grantWaiver')?.hidden.ifVersion).toMatch(/^\d+$/)
    expect(textOf(helens.text)).toContain('Until Sat 5 Dec 18:00, the launch can go ahead without this gate')
    expect((await as('helen').send(helens, 'f-gate-grantWaiver')).status).toBe(303)
    const waived = await page('tom', 'stock')
    expect(saysAt(waived.text, 'say')).toBe('Waived until Sat 5 Dec 18:00.')
    for (const said of [
      'Requested by 박준, granted by Helen Cho',
      'The count is on Friday',
      'Mitigation: Sell only what was counted',
    ])
      expect(textOf(waived.text)).toContain(said)
  })

  test('of a critical gate needs a mitigation, and an end that is ahead and near; what was typed stays', async () => {
    const ask = (fields: object) => () => press('joon', 'stock', 'f-gate-requestWaiver', { ...terms, ...fields })
    const form = 'f-gate-requestWaiver'
    await refused(
      ask({ mitigation: '' }),
      form,
      409,
      'A waiver for a critical gate needs a mitigation plan.',
      'value="2026-12-05T18:00"',
    )
    await refused(ask({ until: '2026-11-23T16:59' }), form, 409, 'is in the past', 'The count is on Friday')
    await refused(
      ask({ until: '2027-02-01T10:00' }),
      form,
      409,
      'A waiver can last 30 days at most.',
      'Sell only what was counted',
    )
    await refused(ask({ until: 'Friday' }), form, 422, 'Enter a valid date and time', 'The count is on Friday')
    await refused(ask({ until: '' }), form, 422, 'Required.', 'The count is on Friday')
    await refused(ask({ reason: ' ' }), form, 422, 'Enter a reason.', 'Sell only what was counted')
  })

  test('is declined with a reason, or taken back by who asked', async () => {
    await press('joon', 'stock', 'f-gate-requestWaiver', terms)
    expect((await press('helen', 'stock', 'f-gate-declineWaiver', { reason: 'Count today' })).status).toBe(303)
    const after = await page('joon', 'stock')
    expect(saysAt(after.text, 'say')).not.toContain('waive')
    expect(textOf(after.text)).toContain('Count today')
    await isOffered('f-gate-grantWaiver', 'stock', [])
  })

  test('an extension is the same ask, and what was granted stays until then', async () => {
    await press('joon', 'stock', 'f-gate-requestWaiver', terms)
    await press('helen', 'stock', 'f-gate-grantWaiver')
    expect(textOf((await page('joon', 'stock')).text)).toContain('Request an extension')
    const again = await asks('joon', 'stock', 'f-gate-requestWaiver')
    await as('joon')
      .send(again, 'f-gate-requestWaiver', { ...terms, until: '2026-12-09T18:00' })
      .expect(303)
    const asked = await page('helen', 'stock')
    expect(saysAt(asked.text, 'say')).toMatch(/^Waived until Sat 5 Dec 18:00\. .*until Wed 9 Dec 18:00/)
    expect(textOf((await as('helen').get('/')).text)).toContain('Decide on the waiver')
    expect((await press('helen', 'stock', 'f-gate-grantWaiver')).status).toBe(303)
    expect(saysAt((await page('joon', 'stock')).text, 'say')).toBe('Waived until Wed 9 Dec 18:00.')
  })

  test('that changed under the page is not granted: who changed it is said', async () => {
    await press('joon', 'stock', 'f-gate-requestWaiver', terms)
    const old = await asks('helen', 'stock', 'f-gate-grantWaiver')
    await press('joon', 'stock', 'f-gate-requestWaiver', { ...terms, until: '2026-12-20T18:00' })
    const before = await shop.version(launch)
    const answer = await as('helen').send(old, 'f-gate-grantWaiver').expect(412)
    expect(textOf(answer.text)).toContain('박준 requested a waiver')
    expect(await shop.version(launch)).toBe(before)
  })

  test('nobody grants their own; the decision gate has none, and says so', async () => {
    await press('priya', 'pages', 'f-gate-requestWaiver', { reason: 'Later', until: '2026-12-05T18:00' })
    const mine = await page('priya', 'pages')
    await isOffered('f-gate-grantWaiver', 'pages', ['helen'])
    expect(textOf(mine.text)).toContain('You requested this waiver, so someone else must grant it.')
    expect(textOf((await page('priya', 'go-no-go')).text)).toContain(
      'The go/no-go gate can’t be waived or marked not applicable.',
    )
  })
})

describe('what is asked', () => {
  test('an item is added by the lead or the owner, with bounds and a unit, and ticked by its role', async () => {
    await started()
    await isOffered('f-gate-addItem', 'stock', ['priya', 'joon'])
    const item = {
      title: 'Shelves are labelled',
      owner: 'backend-developer',
      'asks.kind': 'number',
      'asks.min': '95',
      'asks.max': '100',
      'asks.unit': '%',
      required: 'true',
    }
    const form = 'f-gate-addItem'
    await refused(() => press('joon', 'stock', form, { ...item, title: '' }), form, 422, 'Required.', 'value="%"')
    await refused(
      () => press('joon', 'stock', form, { ...item, 'asks.min': 'many' }),
      form,
      422,
      'Enter a number',
      'value="many"',
    )
    await refused(
      () => press('joon', 'stock', form, { ...item, 'asks.min': '101' }),
      form,
      409,
      'No number fits this range.',
      'Shelves are labelled',
    )
    await refused(
      () => press('joon', 'stock', form, { ...item, 'asks.kind': 'note' }),
      form,
      422,
      'Only for number evidence.',
      'value="95"',
    )
    const wrong = await refusedOwner(item)
    expect(wrong).toBe(409)
    const html = (await page('joon', 'stock')).text
    expect(formsOf(html).find(({ id }) => id === form)?.html).not.toContain('value="logistics-manager"')

    expect((await press('joon', 'stock', form, item)).status).toBe(303)
    const toms = await page('tom', 'stock')
    expect(textOf(toms.text)).toMatch(/박준 added “Shelves are labelled” to/)
    const ask = formsOf(toms.text).find(({ id }) => id === 'f-gate-tick-added-1')
    expect(ask?.text).toContain('95 to 100')
    expect(ask?.text).toContain('%')
    await as('tom').send(toms, 'f-gate-tick-added-1', { type: 'gate.tick', 'evidence.value': '99' }).expect(303)
    expect(textOf((await page('joon', 'stock')).text)).toContain('Tom Becker')
  })

  const refusedOwner = async (item: Record<string, string>) => {
    const before = await shop.version(launch)
    const { status } = await press('joon', 'stock', 'f-gate-addItem', { ...item, owner: 'logistics-manager' })
    expect(await shop.version(launch)).toBe(before)
    return status
  }

  test('an item without its box ticked is advice, and the gate does not wait for it', async () => {
    await press('priya', 'stock', 'f-gate-addItem', { title: 'Photograph the shelves', owner: 'inventory-manager' })
    expect(textOf((await page('priya', 'stock')).text)).toMatch(/Recommended \(2\).*Photograph the shelves/)
  })

  test('an item is left out by the lead with a reason, and brought back', async () => {
    await started()
    const form = 'f-gate-itemNotNeeded-TFN-3'
    await isOffered(form, 'tests', [])
    await press('priya', 'pages', 'f-gate-addItem', {
      title: 'The footer is right',
      owner: 'content-team',
      required: 'true',
    })
    const out = 'f-gate-itemNotNeeded-CON-1'
    await isOffered(out, 'pages', ['priya'])
    await refused(() => press('priya', 'pages', out), out, 422, 'Enter a reason.')
    expect((await press('priya', 'pages', out, { reason: 'No texts this time' })).status).toBe(303)
    const after = await page('priya', 'pages')
    expect(textOf(after.text)).toContain('No texts this time')
    await isOffered('f-gate-requireItem-CON-1', 'pages', ['priya'])
    await as('priya').send(after, 'f-gate-requireItem-CON-1').expect(303)
    expect(hasForm((await page('chloe', 'pages')).text, 'f-gate-tick-CON-1')).toBe(true)
  })

  test('a gate is left out in the draft, by the lead or for a critical the sponsor, and brought back; never after the start', async () => {
    await isOffered('f-gate-notNeeded', 'pages', ['priya'])
    await isOffered('f-gate-notNeeded', 'stock', ['helen'])
    await refused(() => press('priya', 'pages', 'f-gate-notNeeded'), 'f-gate-notNeeded', 422, 'Enter a reason.')
    expect((await press('priya', 'pages', 'f-gate-notNeeded', { reason: 'Texts are those of last year' })).status).toBe(
      303,
    )
    const out = await page('chloe', 'pages')
    expect(saysAt(out.text, 'say')).toBe('Not applicable.')
    expect(textOf(out.text)).toContain('Texts are those of last year')
    await isOffered('f-gate-require', 'pages', ['priya'])
    expect((await press('priya', 'pages', 'f-gate-require')).status).toBe(303)
    expect(saysAt((await page('chloe', 'pages')).text, 'say')).toMatch(/^Not started/)
    await started()
    await isOffered('f-gate-notNeeded', 'pages', [])
  })

  test('a gate is assigned to one of its owners, or to nobody', async () => {
    await command('priya', { type: 'launch.assignRole', role: 'content-team', person: 'fay' })
    await started()
    await isOffered('f-gate-assign', 'pages', ['priya', 'chloe', 'fay'])
    expect((await press('priya', 'pages', 'f-gate-assign', { person: 'fay' })).status).toBe(303)
    expect(textOf((await page('chloe', 'pages')).text)).toContain('Assignee Fay Stone')
    expect(textOf((await page('chloe', 'pages')).text)).toMatch(/Priya Nair assigned [^’]+ to Fay Stone/)
    await press('priya', 'pages', 'f-gate-assign', { person: '' })
    expect(textOf((await page('chloe', 'pages')).text)).not.toContain('Assignee Fay')
    expect(textOf((await page('chloe', 'pages')).text)).toMatch(/assigned [^’]+ to no one/)
    await refused(
      () => press('priya', 'pages', 'f-gate-assign', { person: 'tom' }),
      'f-gate-assign',
      409,
      'isn’t assigned to',
    )
  })
})

describe('the plan', () => {
  const form = 'f-launch-schedule'

  test('title, target, zone and window are changed by the lead; what was not changed is not said', async () => {
    await isOffered(form, undefined, ['priya'])
    const before = await shop.store.load(launch)
    await refused(() => press('priya', undefined, form, fieldsNow()), form, 422, 'Nothing to save yet.')
    const window = { 'window.opensAt': '2026-12-01T09:00', 'window.closesAt': '2026-12-01T12:00' }
    await refused(
      () => press('priya', undefined, form, { ...fieldsNow(), ...window, 'window.closesAt': '' }),
      form,
      422,
      'Enter both a start and an end',
      'value="2026-12-01T09:00"',
    )
    await refused(
      () => press('priya', undefined, form, { ...fieldsNow(), ...window, 'window.closesAt': '2026-12-01T08:00' }),
      form,
      422,
      'must close after it opens',
      'value="2026-12-01T08:00"',
    )
    await refused(
      () => press('priya', undefined, form, { ...fieldsNow(), timeZone: 'Asia/Nowhere' }),
      form,
      422,
      'Enter a time zone',
      'value="Asia/Nowhere"',
    )
    await refused(
      () => press('priya', undefined, form, { ...fieldsNow(), targetAt: '2026-13-01T10:00' }),
      form,
      422,
      'Enter a valid date',
      '2026-13-01T10:00',
    )
    await refused(() => press('priya', undefined, form, { ...fieldsNow(), title: '' }), form, 422, 'Required.')

    expect((await press('priya', undefined, form, { ...fieldsNow(), ...window })).status).toBe(303)
    let now = (await shop.store.load(launch))?.context
    expect(now?.window).toEqual({ opensAt: Date.parse('2026-12-01T01:00Z'), closesAt: Date.parse('2026-12-01T04:00Z') })
    expect(now?.title).toBe(before?.context.title)
    expect(textOf((await page('tom')).text)).toContain('Launch window Tue 1 Dec 09:00 to Tue 1 Dec 12:00')

    // The same hours in another zone are other instants.
    await press('priya', undefined, form, {
      ...fieldsNow(),
      ...window,
      timeZone: 'Asia/Seoul',
      title: 'The stall by the sea',
    })
    now = (await shop.store.load(launch))?.context
    expect(now?.timeZone).toBe('Asia/Seoul')
    expect(now?.targetAt).toBe(Date.parse('2026-12-01T01:00Z'))
    expect(now?.window?.opensAt).toBe(Date.parse('2026-12-01T00:00Z'))
    expect(saysAt((await page('tom')).text, 'h-launch')).toBe('The stall by the sea')

    await press('priya', undefined, form, {
      ...fieldsNow(),
      title: 'The stall by the sea',
      timeZone: 'Asia/Seoul',
      'window.opensAt': '',
      'window.closesAt': '',
    })
    expect((await shop.store.load(launch))?.context.window).toBeNull()
  })

  test('an old page takes nothing back that somebody else has changed', async () => {
    const old = await asks('priya', undefined, form)
    await command('priya', { type: 'launch.schedule', title: 'A new name' })
    await as('priya')
      .send(old, form, { ...fieldsNow(), targetAt: '2026-12-02T10:00' })
      .expect(303)
    const shown = await page('priya')
    expect(saysAt(shown.text, 'h-launch')).toBe('A new name')
    expect(textOf(shown.text)).toContain('Target date Wed 2 Dec 10:00')
  })

  const fieldsNow = () => ({
    title: `The ${launch} shop`,
    targetAt: '2026-12-01T10:00',
    timeZone: 'Asia/Taipei',
    'window.opensAt': '',
    'window.closesAt': '',
  })
})

describe('people', () => {
  test('the lead adds and removes people, but for lead and sponsor, who are the sponsor’s and the administrator’s to name', async () => {
    await isOffered('f-launch-assignRole', undefined, ['priya', 'helen', 'ada'])
    const rolesFor = async (who: string) =>
      [
        ...(formsOf((await page(who)).text).find(({ id }) => id === 'f-launch-assignRole')?.html ?? '').matchAll(
          /<option value="([a-z-]+)"/g,
        ),
      ].map(([, value]) => value)
    expect(await rolesFor('priya')).toContain('content-team')
    expect(await rolesFor('priya')).not.toContain('head-of-digital')
    const sponsors = await rolesFor('helen')
    expect(sponsors).toEqual(expect.arrayContaining(['head-of-digital', 'ecommerce-sme']))
    expect(sponsors).not.toContain('content-team')

    expect(
      (await press('priya', undefined, 'f-launch-assignRole', { role: 'content-team', person: 'fay' })).status,
    ).toBe(303)
    expect(hasForm((await page('fay', 'pages')).text, 'f-gate-addItem')).toBe(true)
    expect((await press('priya', undefined, 'f-launch-unassignRole', { who: 'content-team fay' })).status).toBe(303)
    expect(hasForm((await page('fay', 'pages')).text, 'f-gate-addItem')).toBe(false)
    await press('ada', undefined, 'f-launch-assignRole', { role: 'ecommerce-sme', person: 'fay' })
    expect(textOf((await page('tom')).text)).toMatch(/\(lead\) Priya Nair, Fay Stone/)
  })

  test('a role that somebody holds already is not written again, and the page says that nothing changed', async () => {
    const form = 'f-launch-assignRole'
    const again = () => press('priya', undefined, form, { role: 'content-team', person: 'chloe' })
    await refused(again, form, 200, 'Nothing changed: it was already like this.')
  })

  test('an auditor gets no role', async () => {
    const form = 'f-launch-assignRole'
    const given = () => press('priya', undefined, form, { role: 'content-team', person: 'omar' })
    await refused(given, form, 409, 'Omar Haddad is an auditor and can’t hold a role.')
  })

  test('the last lead stays, and who is not in the list is nobody', async () => {
    const form = 'f-launch-unassignRole'
    await refused(
      () => press('helen', undefined, form, { who: 'ecommerce-sme priya' }),
      form,
      409,
      'needs at least one person',
      'value="ecommerce-sme priya" selected',
    )
    await refused(
      () => press('priya', undefined, 'f-launch-assignRole', { role: 'content-team', person: 'zoe' }),
      'f-launch-assignRole',
      409,
      'doesn’t exist',
    )
  })

  test('that four eyes became impossible is said to who can mend it', async () => {
    await started()
    await command('priya', { type: 'launch.assignRole', role: 'inventory-manager', person: 'wei' })
    await command('priya', { type: 'launch.unassignRole', role: 'inventory-manager', person: 'joon' })
    expect(textOf((await page('priya')).text)).toContain('needs different people')
    expect(textOf((await page('tom')).text)).not.toContain('needs different people')
  })
})

describe('an end', () => {
  test('cancelling has a page of its own that says what follows, keeps what was typed, and is final', async () => {
    await started()
    for (const who of cast) {
      const may = who === 'priya' || who === 'helen'
      const href = `/launches/${launch}/cancel`
      expect(`${who} ${(await page(who)).text.includes(`href="${href}"`)}`).toBe(`${who} ${may}`)
      await as(who)
        .get(href)
        .expect(may ? 200 : 303)
    }
    const confirm = await as('priya').get(`/launches/${launch}/cancel`)
    expect(textOf(confirm.text)).toContain('This can’t be undone.')
    await refused(
      () => as('priya').send(confirm, 'f-launch-cancel', { reason: ' ' }),
      'f-launch-cancel',
      422,
      'Enter a reason.',
    )
    await as('priya')
      .send(confirm, 'f-launch-cancel', { reason: 'The hall burned down' })
      .expect(303)
      .expect('Location', `/launches/${launch}`)
    const after = await page('tom')
    expect(saysAt(after.text, 'say')).toBe('Canceled Mon 23 Nov')
    expect(textOf(after.text)).toMatch(
      /Deploys locked · Canceled .*Priya Nair canceled the launch: “The hall burned down”/,
    )
    await as('priya').get(`/launches/${launch}/cancel`).expect(303)
  })

  test('the roll-back of a live launch is recorded with its reason, and the answer says so until there is another build', async () => {
    launch = `live-${made}`
    await createLaunch(shop, launch)
    await started()
    await command('priya', { type: 'launch.setCandidate', version: '4812' })
    await press('chloe', 'content', 'f-gate-tick-CON-1')
    await press('chloe', 'content', 'f-gate-complete')
    await press('tom', 'payment-gateway', 'f-gate-tick-PAY-1', { type: 'gate.tick', 'evidence.value': '0' })
    await press('tom', 'payment-gateway', 'f-gate-submit')
    await press('priya', 'payment-gateway', 'f-gate-signOff-ecommerce-sme')
    await press('priya', 'go-no-go', 'f-gate-tick-GNG-1')
    await press('priya', 'go-no-go', 'f-gate-submit')
    await press('helen', 'go-no-go', 'f-gate-signOff-head-of-digital')
    const live = await as('helen').get(`/launches/${launch}/go-live`).expect(200)
    await as('helen').send(live, 'f-launch-launch').expect(303)
    expect(saysAt((await page('tom')).text, 'say')).toBe('Launched Mon 23 Nov')
    const turn = textOf((await as('tom').get('/')).text)
    expect(turn).toContain('Launched Mon 23 Nov')
    expect(turn).not.toContain('Ready to launch')

    const href = `/launches/${launch}/roll-back`
    for (const who of cast) {
      const may = who === 'priya' || who === 'helen'
      expect(`${who} ${(await page(who)).text.includes(`href="${href}"`)}`).toBe(`${who} ${may}`)
      await as(who)
        .get(href)
        .expect(may ? 200 : 303)
    }
    const confirm = await as('helen').get(href)
    expect(textOf(confirm.text)).toContain('Build 4812 can’t be deployed again')
    await refused(() => as('helen').send(confirm, 'f-launch-rollBack'), 'f-launch-rollBack', 422, 'Enter a reason.')
    await as('helen').send(confirm, 'f-launch-rollBack', { reason: 'Cards were charged twice' }).expect(303)
    const after = await page('tom')
    const answer = 'Build 4812 was rolled back. Set a different build.'
    expect(saysAt(after.text, 'say')).toBe(answer)
    expect(textOf(after.text.split('<main')[1] ?? '').split(answer).length - 1, 'it is said once').toBe(1)
    expect(textOf(after.text)).toContain('Helen Cho marked the launch as rolled back: “Cards were charged twice”')
    await command('priya', { type: 'launch.setCandidate', version: '4813' })
    expect(saysAt((await page('tom')).text, 'say')).toMatch(/^Not ready/)
  })

  test('what is over can be archived by the lead and the administrator, once', async () => {
    await command('priya', { type: 'launch.cancel', reason: 'No' })
    await isOffered('f-launch-archive', undefined, ['priya', 'ada'])
    expect((await press('ada', undefined, 'f-launch-archive')).status).toBe(303)
    expect(textOf((await page('tom')).text)).toContain('Archived')
    await isOffered('f-launch-archive', undefined, [])
    const list = await as('tom').get('/launches')
    expect(list.text).not.toContain(`/launches/${launch}"`)
    expect((await as('tom').get('/launches?tab=archived')).text).toContain(`/launches/${launch}"`)
  })
})
