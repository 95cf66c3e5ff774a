import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { content, decisionSent, decisionSigned, does, payment } from '../support/hello.ts'
import { createLaunch, openShop, type Shop, writesNothing } from '../support/shop.ts'
import { alertsIn, askingIn, formOf, hasForm, standsIn, textOf } from './read.ts'
import { type Visitor, visitor } from './visitor.ts'

/** Pages that ask before something is done: they say truly what will follow, and nobody does blindly what needs to be seen. */

let shop: Shop
let launch = ''
const people = new Map<string, Visitor>()
beforeAll(async () => {
  shop = await openShop({ LAUNCHGATE_DEMO: '1' })
  for (const who of ['priya', 'helen', 'joon', 'wei', 'ana', 'sam', 'chloe']) people.set(who, await visitor(shop, who))
})
afterAll(() => shop.close())
let told = 0
beforeEach(async () => {
  told += 1
  launch = `asked-${told}`
  await createLaunch(shop, launch, 'pop-up')
  await says('priya', { type: 'launch.start' })
})

const as = (who: string): Visitor => {
  const found = people.get(who)
  if (!found) throw new Error(`nobody is called ${who}`)
  return found
}
const gate = (id: string) => `/launches/${launch}/gates/${id}`
const says = (who: string, command: object) => shop.send(who, launch, command).expect(200)
const until = '2026-12-05T10:00:00Z'
const wantsWaiver = (id: string, reason: string) =>
  says('priya', { type: 'gate.requestWaiver', gate: id, reason, until, mitigation: `Mitigation of ${reason}` })

const nothingWritten = <T>(act: () => Promise<T>) => writesNothing(shop, launch, act)

/** Joon and Tom count the stock, and Joon sends it. */
async function stockIsSent(): Promise<void> {
  await says('joon', { type: 'gate.tick', gate: 'stock', item: 'INV-1', evidence: { kind: 'number', value: 99 } })
  await says('tom', { type: 'gate.tick', gate: 'stock', item: 'INV-2', evidence: { kind: 'note', text: 'Counted' } })
  await says('joon', { type: 'gate.tick', gate: 'stock', item: 'INV-3', evidence: { kind: 'number', value: 5 } })
  await says('joon', { type: 'gate.submit', gate: 'stock', ifVersion: await shop.version(launch) })
}

describe('a waiver', () => {
  test('is granted by its terms: the page says who asks, why, until when, and what makes it safe', async () => {
    await wantsWaiver('pages', 'First')
    const page = await as('helen').find(gate('pages'), 'f-gate-grantWaiver')
    const text = textOf(page.text)
    expect(text).toContain('Requested by Priya Nair: “First”')
    expect(text).toContain('Mitigation: Mitigation of First')
  })

  test('that was asked for anew since the gate was seen is named as such before it is granted', async () => {
    await wantsWaiver('pages', 'First')
    const [href = ''] = askingIn((await as('helen').get(gate('pages'))).text).filter((each) => each.includes('grant'))
    await wantsWaiver('pages', 'Second')
    const page = await as('helen').get(href).expect(200)
    expect(alertsIn(page.text).join()).toContain('This changed since you opened it. Review the changes and try again.')
    expect(alertsIn(page.text).join()).toContain('Priya Nair requested a waiver for Gate pages')
    expect(textOf(page.text)).toContain('“Second”')
  })

  test('that was granted since the gate was seen is named with its end', async () => {
    await wantsWaiver('pages', 'First')
    const page = await as('priya').find(gate('pages'), 'f-gate-requestWaiver')
    await as('helen')
      .send(await as('helen').find(gate('pages'), 'f-gate-grantWaiver'), 'f-gate-grantWaiver')
      .expect(303)
    const answer = await nothingWritten(() =>
      as('priya').send(page, 'f-gate-requestWaiver', { reason: 'Second', until: '2026-12-06T10:00' }).expect(412),
    )
    expect(alertsIn(answer.text).join()).toContain('Helen Cho granted a waiver for Gate pages until Sat 5 Dec')
  })

  test('is not granted by who has not seen the gate: an address without its version leads there', async () => {
    await wantsWaiver('pages', 'First')
    await as('helen')
      .get(`${gate('pages')}/grant-waiver`)
      .expect(303)
      .expect('Location', gate('pages'))
  })

  test('ends when another build is set, and the form for that says so', async () => {
    await says('ana', { type: 'launch.setCandidate', version: '101' })
    await wantsWaiver('tests', 'Late')
    await as('helen')
      .send(await as('helen').find(gate('tests'), 'f-gate-grantWaiver'), 'f-gate-grantWaiver')
      .expect(303)
    const page = await as('ana').find(`/launches/${launch}`, 'f-launch-setCandidate')
    expect(textOf(page.text)).toContain('The waiver for Gate tests ends.')
  })
})

describe('signatures', () => {
  test('that a failed check takes away are named before it is recorded', async () => {
    await stockIsSent()
    expect(textOf((await as('joon').get(gate('stock'))).text)).not.toContain('If it fails')
    await as('wei')
      .send(await as('wei').find(gate('stock'), 'f-gate-signOff-logistics-manager'), 'f-gate-signOff-logistics-manager')
      .expect(303)
    const page = await as('joon').find(gate('stock'), 'f-gate-tick-INV-1')
    expect(textOf(page.text)).toContain('If it fails: 1 sign-off will be requested again.')
  })
})

test('what belongs to a gate is refused by its name where a launch is asked about', async () => {
  for (const type of ['launch.cancel', 'launch.hold'])
    await nothingWritten(async () => {
      const answer = await as('priya')
        .post(`/launches/${launch}/commands`, { type, gate: 'pages', item: 'CON-1', reason: 'x' })
        .expect(422)
      expect(alertsIn(answer.text).join()).toMatch(/Unknown fields: .*gate/)
    })
})

test('nothing is asked about what is done already, is not there, or may not be', async () => {
  await says('priya', { type: 'launch.cancel', reason: 'x' })
  expect(hasForm((await as('priya').get(`/launches/${launch}/archive`).expect(200)).text, 'f-launch-archive')).toBe(
    true,
  )
  await says('priya', { type: 'launch.archive' })
  for (const [who, path] of [
    ['priya', `/launches/${launch}/archive`],
    ['priya', `/launches/${launch}/hold`],
    ['chloe', `/launches/${launch}/cancel`],
    ['priya', `${gate('nowhere')}/reopen?seen=1`],
    ['priya', `${gate('stock')}/items/INV-9/check`],
    ['wei', `${gate('stock')}/sign-off?as=nobody&seen=9`],
  ] as const)
    await nothingWritten(() => as(who).get(path).expect(303))
  await as('priya').get(`/launches/${launch}/hold?because=x`).expect(422)
})

describe('a launch that looks otherwise by now', () => {
  test('is not released from a hold that its page did not show: who put it there is said, and what was typed is kept', async () => {
    await says('priya', { type: 'launch.hold', reason: 'The domain moves' })
    const page = await as('priya').find(`/launches/${launch}`, 'f-launch-release')
    await says('helen', { type: 'launch.release' })
    shop.now += 1000
    await says('helen', { type: 'launch.hold', reason: 'The lawyers say stop' })
    const answer = await nothingWritten(() =>
      as('priya').send(page, 'f-launch-release', { note: 'The domain has moved' }).expect(412),
    )
    expect(alertsIn(answer.text).join()).toContain('Helen Cho put the launch on hold: “The lawyers say stop”')
    expect(answer.text).toContain('The domain has moved')
    await as('priya').send(answer, 'f-launch-release', { note: 'The lawyers agree' }).expect(303)
  })

  test('takes no second hold from a page that shows none yet', async () => {
    const holds = await as('helen').find(`/launches/${launch}`, 'f-launch-hold')
    await says('priya', { type: 'launch.hold', reason: 'The domain moves' })
    await nothingWritten(async () => {
      const answer = await as('helen').send(holds, 'f-launch-hold', { reason: 'My own reason' }).expect(412)
      expect(alertsIn(answer.text).join()).toContain('Priya Nair put the launch on hold')
      expect(textOf(answer.text)).toContain('My own reason')
    })
  })

  test('is held and called off whatever else has changed: those pages go by no build and no lock', async () => {
    const holds = await as('helen').find(`/launches/${launch}`, 'f-launch-hold')
    const ends = await as('priya').find(`/launches/${launch}`, 'f-launch-cancel')
    await says('ana', { type: 'launch.setCandidate', version: '7' })
    await as('helen').send(holds, 'f-launch-hold', { reason: 'Stop' }).expect(303)
    await as('priya').send(ends, 'f-launch-cancel', { reason: 'Over' }).expect(303)
  })

  test('takes no other build than the one that its page showed was set', async () => {
    const page = await as('ana').find(`/launches/${launch}`, 'f-launch-setCandidate')
    await says('ana', { type: 'launch.setCandidate', version: '7' })
    await nothingWritten(async () => {
      const answer = await as('ana').send(page, 'f-launch-setCandidate', { version: '8' }).expect(412)
      expect(alertsIn(answer.text).join()).toContain('Ana Ruiz set the build to 7')
      await as('ana')
        .post(`/launches/${launch}/commands`, { type: 'launch.hold', reason: 'x', seen: 'abc' })
        .expect(422)
    })
  })

  test('goes on as it is for who changes its plan, and for who may not act at all', async () => {
    const plan = await as('priya').find(`/launches/${launch}`, 'f-launch-schedule')
    const chloes = await as('helen').find(`/launches/${launch}`, 'f-launch-hold')
    await says('priya', { type: 'launch.hold', reason: 'The domain moves' })
    await as('priya').send(plan, 'f-launch-schedule', { title: 'Another name' }).expect(303)
    await nothingWritten(() => as('chloe').send(chloes, 'f-launch-hold', { reason: 'x' }).expect(403))
  })
})

test('a failed check on a page from before the unlocking is asked about first, and locks once it is pressed again', async () => {
  const slug = `${launch}-open`
  await createLaunch(shop, slug)
  await shop.send('priya', slug, { type: 'launch.start' }).expect(200)
  await does(shop, slug, ...content, ...payment, ...decisionSent)
  const tom = await visitor(shop, 'tom')
  const old = await tom.get(`/launches/${slug}/gates/payment-gateway`)
  await does(shop, slug, decisionSigned)
  const before = await shop.version(slug)
  const failed = { type: 'gate.failCheck', 'evidence.value': '3' }
  const answer = await tom.send(old, 'f-gate-tick-PAY-1', failed).expect(409)
  expect(await shop.version(slug)).toBe(before)
  expect(textOf(answer.text)).toContain('If it fails: This locks deploys again.')
  expect(standsIn(formOf(answer, 'f-gate-tick-PAY-1').html, 'evidence.value')).toBe('3')
  await tom.send(answer, 'f-gate-tick-PAY-1', failed).expect(303)
  expect(textOf((await tom.get(`/launches/${slug}`)).text)).toContain('Not ready: 2 of 3 gates still open')
})
