import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { does as acts, decisionSent, decisionSigned } from '../support/hello.ts'
import { createLaunch, openShop, type Shop } from '../support/shop.ts'

/** Ways to open a deploy, or to gain what one has not, through the API; each is refused, and nothing is written. */

let shop: Shop
const deploy = (query = '') => shop.get('ci', `/api/v1/launches/corner/deploy${query}`)
const seen = async (gate: string) => (await shop.store.load('corner'))?.gates[gate]?.version
const does = async (who: string, command: object) => void (await shop.send(who, 'corner', command).expect(200))
const until = (days: number) => new Date(shop.now + days * 86_400_000).toISOString()

async function refused(who: string, command: object, status: number, code: string) {
  const before = await shop.version('corner')
  const { body } = await shop.send(who, 'corner', command).expect(status)
  expect(body.reason?.code ?? body.code).toBe(code)
  expect(await shop.version('corner')).toBe(before)
  return body
}

async function waive(gate: string, by: string) {
  await does(by, { type: 'gate.requestWaiver', gate, reason: 'Late', mitigation: 'We watch it', until: until(20) })
  await does('helen', { type: 'gate.grantWaiver', gate, ifVersion: await seen(gate) })
}
const decide = () => acts(shop, 'corner', ...decisionSent, decisionSigned)

beforeAll(async () => {
  shop = await openShop()
  await createLaunch(shop, 'corner', 'pop-up')
})
afterAll(() => shop.close())

describe('before the start', () => {
  test('four eyes that are impossible with these people are named', async () => {
    await does('priya', { type: 'launch.unassignRole', role: 'logistics-manager', person: 'wei' })
    await does('priya', { type: 'launch.assignRole', role: 'logistics-manager', person: 'joon' })
    const body = await refused('priya', { type: 'launch.start' }, 409, 'four-eyes-impossible')
    expect(body.reason.params).toEqual({
      gate: 'stock',
      roles: ['inventory-manager', 'backend-developer', 'logistics-manager'],
      people: ['joon', 'tom'],
    })
    expect(body.detail).toContain('박준')
    await does('priya', { type: 'launch.assignRole', role: 'logistics-manager', person: 'wei' })
    await does('priya', { type: 'launch.start' })
    await does('ana', { type: 'launch.setCandidate', version: '101', commit: 'c0ffee1' })
  })
})

describe('people', () => {
  test('the lead does not make themself sponsor, and nobody empties the sponsor’s role', async () => {
    await refused(
      'priya',
      { type: 'launch.assignRole', role: 'head-of-digital', person: 'priya' },
      403,
      'not-your-role',
    )
    await refused(
      'helen',
      { type: 'launch.unassignRole', role: 'head-of-digital', person: 'helen' },
      409,
      'role-would-be-empty',
    )
    await refused(
      'ada',
      { type: 'launch.unassignRole', role: 'ecommerce-sme', person: 'priya' },
      409,
      'role-would-be-empty',
    )
    await refused('ada', { type: 'launch.assignRole', role: 'tester', person: 'ada' }, 403, 'not-your-role')
    await refused('priya', { type: 'launch.assignRole', role: 'tester', person: 'nobody' }, 409, 'unknown-name')
  })
})

describe('scope', () => {
  test('nothing is left out of a critical gate, and no gate at all, after the start', async () => {
    await refused('priya', { type: 'gate.notNeeded', gate: 'pages', reason: 'No' }, 409, 'scope-after-start')
    await refused('priya', { type: 'gate.notNeeded', gate: 'stock', reason: 'No' }, 403, 'not-your-role')
    await refused('helen', { type: 'gate.notNeeded', gate: 'go-no-go', reason: 'No' }, 409, 'waiver-decision-gate')
    await refused(
      'priya',
      { type: 'gate.itemNotNeeded', gate: 'stock', item: 'INV-1', reason: 'No' },
      409,
      'critical-after-start',
    )
    await refused(
      'priya',
      { type: 'gate.itemNotNeeded', gate: 'pages', item: 'CON-1', reason: 'No' },
      409,
      'no-required-left',
    )
  })
  test('an added item is not owned by who signs its gate, and asks for what can be met', async () => {
    const add = { type: 'gate.addItem', gate: 'stock', title: 'Count the shelves' }
    await refused('joon', { ...add, owner: 'logistics-manager' }, 409, 'item-of-a-signer')
    await refused('joon', { ...add, asks: { kind: 'number', min: 2, max: 1 } }, 409, 'bounds-empty')
    await refused('joon', { ...add, asks: { kind: 'junit' } }, 422, 'invalid')
    await refused('tom', add, 403, 'not-your-role')
  })
})

describe('waivers', () => {
  const ask = (gate: string, more: object = {}) => ({
    type: 'gate.requestWaiver',
    gate,
    reason: 'Late',
    mitigation: 'We watch',
    until: until(3),
    ...more,
  })
  test('not of the decision gate, not beyond the limit, not without a mitigation, not by its asker, not by the lead for a critical gate', async () => {
    await refused('priya', ask('go-no-go'), 409, 'waiver-decision-gate')
    await refused('joon', ask('stock', { until: until(31) }), 409, 'waiver-too-long')
    await refused('joon', ask('stock', { until: until(-1) }), 409, 'waiver-past')
    await refused('joon', ask('stock', { mitigation: undefined }), 409, 'waiver-mitigation-missing')
    await does('joon', ask('stock'))
    const grant = { type: 'gate.grantWaiver', gate: 'stock', ifVersion: await seen('stock') }
    await refused('priya', grant, 403, 'not-your-role')
    await refused('ci', grant, 403, 'forbidden')
    await does('priya', ask('pages'))
    await refused(
      'priya',
      { type: 'gate.grantWaiver', gate: 'pages', ifVersion: await seen('pages') },
      409,
      'waiver-own',
    )
    const { body } = await shop.get('priya', '/api/v1/launches/corner').expect(200)
    const stock = body.gates.find(({ id }: { id: string }) => id === 'stock')
    expect(stock).toMatchObject({
      waiver: null,
      waiverRequest: { by: 'joon', until: until(3), reason: 'Late', mitigation: 'We watch' },
    })
    expect(stock.waitingFor).toContain('helen')
  })
})

describe('evidence', () => {
  test('an old file or note is not confirmed for another build', async () => {
    const report = '<testsuite><testcase name="pays"/></testsuite>'
    const address = '/api/v1/launches/corner/gates/tests/items/TFN-1/evidence?candidate=101'
    await shop.post('ci', address).set('Content-Type', 'application/xml').send(report).expect(200)
    await does('ana', { type: 'launch.setCandidate', version: '102', commit: 'c0ffee2' })
    await refused(
      'sam',
      { type: 'gate.tick', gate: 'tests', item: 'TFN-1', same: true, candidate: '102' },
      409,
      'fresh-evidence',
    )
    await refused(
      'sam',
      { type: 'gate.tick', gate: 'tests', item: 'TFN-2', same: true, evidence: { kind: 'note', text: 'x' } },
      422,
      'invalid',
    )
  })
})

describe('a build that was rolled back', () => {
  test('never goes again: not by version, not by commit, not set anew', async () => {
    await waive('stock', 'joon')
    await waive('pages', 'chloe')
    await waive('tests', 'sam')
    await decide()
    await deploy('?candidate=102').expect(200)
    await does('helen', { type: 'launch.launch', candidate: '102' })
    await deploy('?candidate=c0ffee2').expect(200)
    await does('priya', { type: 'launch.rollBack', reason: 'The checkout broke' })
    await decide()
    for (const query of ['?candidate=102', '?candidate=c0ffee2']) {
      const { body } = await deploy(query).expect(423)
      expect(body.decision).toBe('no-go')
    }
    await deploy().expect(423)
    const body = await refused('helen', { type: 'launch.launch', candidate: '102' }, 409, 'verdict-not-go')
    expect(body.blockers).toMatchObject([{ kind: 'candidate', word: 'no-go' }])
    await refused('ana', { type: 'launch.setCandidate', version: '102' }, 409, 'build-rolled-back')
    await refused('ana', { type: 'launch.setCandidate', version: '103', commit: 'c0ffee2' }, 409, 'build-rolled-back')
  })
})

describe('a cancelled launch', () => {
  test('is a no-go for good', async () => {
    await does('priya', { type: 'launch.cancel', reason: 'No shop' })
    const { body } = await deploy('?candidate=103').expect(423)
    expect(body.decision).toBe('no-go')
    await refused('priya', { type: 'launch.start' }, 409, 'wrong-launch-state')
    await refused('ana', { type: 'launch.setCandidate', version: '104' }, 409, 'wrong-launch-state')
    await does('ada', { type: 'launch.archive' })
    await shop.get('priya', '/api/v1/launches/corner').expect(200)
    const { body: list } = await shop.get('priya', '/api/v1/launches').expect(200)
    expect(list.launches, 'out of the lists, still readable').toEqual([])
  })
})
