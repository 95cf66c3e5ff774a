import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createLaunch, openShop, type Shop, writesNothing } from '../support/shop.ts'
import { alertsIn, formsOf, saysAt, textOf } from './read.ts'
import { type Visitor, visitor } from './visitor.ts'

/** The launch `hello` through plain pages and forms, without JavaScript: from its start to its unlock, and locked again. */

let shop: Shop
const people = new Map<string, Visitor>()
const as = (who: string): Visitor => {
  const found = people.get(who)
  if (!found) throw new Error(`nobody is called ${who}`)
  return found
}
beforeAll(async () => {
  shop = await openShop({ LAUNCHGATE_DEMO: '1' })
  await createLaunch(shop, 'hello')
  for (const who of ['priya', 'helen', 'tom', 'chloe', 'yuna', 'omar', 'ada']) people.set(who, await visitor(shop, who))
})
afterAll(() => shop.close())

const gate = (id: string) => `/launches/hello/gates/${id}`
const nothingWritten = <T>(act: () => Promise<T>) => writesNothing(shop, 'hello', act)

describe('hello', () => {
  test('the draft waits for its lead, and only she sees the button', async () => {
    const page = await as('priya').get('/launches/hello').expect(200)
    expect(saysAt(page.text, 'say')).toBe('This launch is still a draft.')
    expect(textOf((await as('priya').get('/')).text)).toContain('Start launch')
    expect(formsOf((await as('tom').get('/launches/hello')).text).map(({ id }) => id)).not.toContain('f-launch-start')
    await as('priya').send(page, 'f-launch-start').expect(303).expect('Location', '/launches/hello')
    const after = await as('priya').get('/launches/hello')
    expect(saysAt(after.text, 'say')).toBe('Not ready: 3 of 3 gates still open')
  })

  test('content is ticked, unticked, ticked again and completed by Chloe', async () => {
    const chloe = as('chloe')
    expect(textOf((await chloe.get('/')).text)).toContain('1 gate needs you')
    let page = await chloe.get(gate('content'))
    expect(saysAt(page.text, 'say')).toBe('Not started. Waiting on you: 1 item to do, then complete.')
    await chloe
      .send(page, 'f-gate-tick-CON-1')
      .expect(303)
      .expect('Location', `${gate('content')}#item-CON-1`)
    page = await chloe.get(gate('content'))
    expect(page.text).toContain('aria-pressed="true"')
    await chloe.send(page, 'f-gate-untick-CON-1').expect(303)
    page = await chloe.get(gate('content'))
    expect(page.text).toContain('aria-pressed="false"')
    await chloe.send(page, 'f-gate-tick-CON-1').expect(303)
    await chloe.send(await chloe.get(gate('content')), 'f-gate-complete').expect(303)
    expect(saysAt((await chloe.get(gate('content'))).text, 'say')).toBe('Completed.')
  })

  test('a number that is none, and one out of bounds, come back as they were typed, with the sentence in their form', async () => {
    const tom = as('tom')
    const page = await tom.get(gate('payment-gateway'))
    await nothingWritten(async () => {
      for (const [typed, status, sentence] of [
        ['many', 422, 'Enter a number'],
        ['3', 409, '3 is outside the allowed range (at most 0).'],
      ] as const) {
        const answer = await tom
          .send(page, 'f-gate-tick-PAY-1', { type: 'gate.tick', 'evidence.value': typed })
          .expect(status)
        const form = formsOf(answer.text).find(({ id }) => id === 'f-gate-tick-PAY-1')
        expect(form?.text).toContain(sentence)
        expect(form?.html).toContain(`value="${typed}"`)
        expect(alertsIn(answer.text)).toHaveLength(1)
      }
    })
  })

  test('what is out of bounds can be recorded as a failed check, and stays visible', async () => {
    const tom = as('tom')
    const page = await tom.get(gate('payment-gateway'))
    await tom.send(page, 'f-gate-tick-PAY-1', { type: 'gate.failCheck', 'evidence.value': '3' }).expect(303)
    expect(textOf((await tom.get(gate('payment-gateway'))).text)).toContain('3 charges Failed: Tom Becker')
  })

  test('Tom cannot send before his item is ticked: the button is there, with the reason beside it', async () => {
    const page = await as('tom').get(gate('payment-gateway'))
    expect(page.text).toMatch(/aria-disabled="true" aria-describedby="why">Send for sign-off/)
    expect(saysAt(page.text, 'why')).toMatch(/^Required items to do: /)
    const chloes = await as('chloe').get(gate('payment-gateway'))
    expect(textOf(chloes.text)).not.toContain('Send for sign-off')
  })

  test('Tom ticks and sends; Priya sees that hers is the last signature, and signs', async () => {
    const tom = as('tom')
    const first = await tom.get(gate('payment-gateway'))
    await tom.send(first, 'f-gate-tick-PAY-1', { type: 'gate.tick', 'evidence.value': '0' }).expect(303)
    await tom.send(await tom.get(gate('payment-gateway')), 'f-gate-submit').expect(303)
    const page = await as('priya').get(gate('payment-gateway'))
    expect(saysAt(page.text, 'say')).toBe('Awaiting sign-off. Waiting on you: sign off as Ecommerce SME.')
    expect(textOf(page.text)).toContain('You’re the last to sign off: this completes the gate.')
    await as('priya').send(page, 'f-gate-signOff-ecommerce-sme', { statement: 'Seen in the ledger' }).expect(303)
    const after = await as('priya').get(gate('payment-gateway'))
    expect(saysAt(after.text, 'say')).toBe('Completed.')
    expect(textOf(after.text)).toContain('signed off Payment gateway as Ecommerce SME: “Seen in the ledger”')
  })

  test('the last signature says before that it unlocks, and then it does', async () => {
    const priya = as('priya')
    await priya.send(await priya.get(gate('go-no-go')), 'f-gate-tick-GNG-1').expect(303)
    await priya.send(await priya.get(gate('go-no-go')), 'f-gate-submit').expect(303)
    const page = await as('helen').get(gate('go-no-go'))
    expect(textOf(page.text)).toContain('This unlocks deploys')
    expect(textOf(page.text)).not.toContain('is waiting')
    const deploy = shop.get('ci', '/api/v1/launches/hello/deploy?wait=60').then(({ status }) => status)
    await expect
      .poll(async () => textOf((await as('helen').get(gate('go-no-go'))).text))
      .toContain('1 deploy is waiting.')
    const asked = await as('helen').find(gate('go-no-go'), 'f-gate-signOff-head-of-digital')
    expect(saysAt(asked.text, 'h-confirm')).toBe('Sign off Go/no-go as Head of Digital?')
    expect(textOf(asked.text)).toContain('This unlocks deploys')
    await as('helen').send(asked, 'f-gate-signOff-head-of-digital').expect(303)
    expect(await deploy).toBe(200)
    const launch = await as('helen').get('/launches/hello')
    expect(saysAt(launch.text, 'say')).toBe('Ready to launch')
    expect(launch.text).toContain('href="/launches/hello/go-live"')
    const confirm = await as('helen').get('/launches/hello/go-live').expect(200)
    expect(textOf(confirm.text)).toContain('Confirms that the store is open to the public')
    expect(formsOf(confirm.text).map(({ id }) => id)).toContain('f-launch-launch')
  })

  test('reopening says what it will lock, needs a reason, and locks', async () => {
    const helen = as('helen')
    const page = await helen.find(gate('content'), 'f-gate-reopen')
    expect(textOf(page.text)).toContain('Go/no-go will need a recheck.')
    expect(textOf(page.text)).toContain('This locks deploys again.')
    await nothingWritten(async () => {
      const refused = await helen.send(page, 'f-gate-reopen', { items: ['CON-1'] }).expect(422)
      expect(formsOf(refused.text).find(({ id }) => id === 'f-gate-reopen')?.text).toContain('Enter a reason.')
      expect(refused.text).toMatch(/value="CON-1" checked/)
    })
    await helen.send(page, 'f-gate-reopen', { reason: 'The prices changed', items: ['CON-1'] }).expect(303)
    const chloes = await as('chloe').get(gate('content'))
    expect(textOf(chloes.text)).toContain('The prices changed')
    expect(textOf(chloes.text)).toContain('The gate was reopened.')
    expect(saysAt((await helen.get('/launches/hello')).text, 'say')).toBe('Not ready: 2 of 3 gates still open')
  })

  test('an outdated page never changes anything: 412, who changed what, and the text is kept', async () => {
    const chloe = as('chloe')
    await chloe.send(await chloe.get(gate('content')), 'f-gate-tick-CON-1').expect(303)
    const old = await chloe.get(gate('content'))
    await chloe.send(old, 'f-gate-complete').expect(303)
    const helens = await as('helen').find(gate('content'), 'f-gate-reopen')
    const priyas = await as('priya').find(gate('content'), 'f-gate-reopen')
    await as('helen')
      .send(helens, 'f-gate-reopen', { reason: 'Once more', items: ['CON-1'] })
      .expect(303)
    await nothingWritten(async () => {
      const answer = await as('priya').send(priyas, 'f-gate-reopen', { reason: 'My long reason' }).expect(412)
      expect(alertsIn(answer.text)).toHaveLength(1)
      expect(textOf(answer.text)).toContain('This changed since you opened it. Review the changes and try again.')
      expect(textOf(answer.text)).toContain('Helen Cho reopened Content')
      expect(answer.text).toContain('My long reason')
    })
  })

  test('a form that is sent twice acts once; sent again with other content it is refused', async () => {
    const page = await as('chloe').get(gate('content'))
    const before = await shop.version('hello')
    await as('chloe').send(page, 'f-gate-comment', { text: 'Said once' }).expect(303)
    await as('chloe').send(page, 'f-gate-comment', { text: 'Said once' }).expect(303)
    expect(await shop.version('hello')).toBe(before + 1)
    const answer = await as('chloe').send(page, 'f-gate-comment', { text: 'Said otherwise' }).expect(422)
    expect(textOf(answer.text)).toContain('Said otherwise')
    expect(await shop.version('hello')).toBe(before + 1)
  })

  test('the log says who did what on what evidence, and filters by gate and person', async () => {
    const all = await as('omar').get('/launches/hello/log').expect(200)
    expect(textOf(all.text)).toContain('Helen Cho reopened Content')
    const toms = textOf((await as('omar').get('/launches/hello/log?person=tom&gate=payment-gateway')).text)
    expect(toms).toContain('recorded a failed check')
    expect(toms).toContain('0 charges')
    expect(toms).not.toContain('Helen Cho reopened')
    expect(toms).toMatch(/\d+ of \d+ entries, newest first/)
    // The last page is what comes after the last page.
    expect(textOf((await as('omar').get('/launches/hello/log?page=999').expect(200)).text)).toContain('created ')
    const odd = await as('omar').get('/launches/hello/log?from=2026-13-45').expect(422)
    expect(textOf(odd.text)).toContain('“2026-13-45” isn’t a valid date')
  })

  test('the auditor reads, and has nothing to press', async () => {
    const page = await as('omar').get(gate('content')).expect(200)
    expect(formsOf(page.text).map(({ action }) => action)).toEqual(['/sign-out'])
    const chloes = await as('chloe').get(gate('content'))
    await nothingWritten(async () => {
      const forms = formsOf(chloes.text)
      const tick = forms.find(({ id }) => id === 'f-gate-tick-CON-1')
      const answer = await as('omar')
        .post(tick?.action ?? '', tick?.hidden ?? {})
        .expect(403)
      expect(textOf(answer.text)).toContain('Only Content can do this.')
    })
  })

  test('that we are live is said on a page of its own, and not before the launch is unlocked', async () => {
    await nothingWritten(async () => {
      await as('helen').get('/launches/hello/go-live').expect(303).expect('Location', '/launches/hello')
      const early = await as('helen').post('/launches/hello/commands', { type: 'launch.launch' }).expect(409)
      expect(alertsIn(early.text)).toEqual(['You can’t do this while the launch is “In preparation · deploys locked”.'])
    })
    const { chloe, priya, helen } = { chloe: as('chloe'), priya: as('priya'), helen: as('helen') }
    await chloe.send(await chloe.get(gate('content')), 'f-gate-tick-CON-1').expect(303)
    await chloe.send(await chloe.get(gate('content')), 'f-gate-complete').expect(303)
    await priya.send(await priya.get(gate('go-no-go')), 'f-gate-tick-GNG-1').expect(303)
    await priya.send(await priya.get(gate('go-no-go')), 'f-gate-submit').expect(303)
    await helen
      .send(await helen.find(gate('go-no-go'), 'f-gate-signOff-head-of-digital'), 'f-gate-signOff-head-of-digital')
      .expect(303)
    await helen.send(await helen.get('/launches/hello/go-live'), 'f-launch-launch').expect(303)
    const page = await as('tom').get('/launches/hello')
    expect(saysAt(page.text, 'say')).toMatch(/^Launched /)
    expect(textOf((await as('tom').get('/')).text)).not.toContain('gate needs you')
  })

  test('the hold says its reason to everybody, and takes one', async () => {
    await createLaunch(shop, 'second')
    await shop.send('priya', 'second', { type: 'launch.start' }).expect(200)
    const page = await as('priya').find('/launches/second', 'f-launch-hold')
    const empty = await as('priya').send(page, 'f-launch-hold').expect(422)
    expect(formsOf(empty.text).find(({ id }) => id === 'f-launch-hold')?.text).toContain('Enter a reason.')
    await as('priya').send(page, 'f-launch-hold', { reason: 'The warehouse moves' }).expect(303)
    expect(saysAt((await as('yuna').get('/launches/second')).text, 'say')).toBe('On hold: “The warehouse moves”')
    await as('priya')
      .send(await as('priya').find('/launches/second', 'f-launch-release'), 'f-launch-release')
      .expect(303)
    expect(saysAt((await as('yuna').get('/launches/second')).text, 'say')).toBe('Not ready: 3 of 3 gates still open')
  })
})
