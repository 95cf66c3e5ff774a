import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { verifyLaunch } from '../../../db/verify.ts'
import type { Entry } from '../../../machines/entry.ts'
import { itemStateOf, requiredItems } from '../../../machines/reading/queries.ts'
import { resetDemo } from '../../../server/demo/reset.ts'
import { seedDemo, stories } from '../../../server/demo/seed.ts'
import { monday, openShop, type Shop } from '../../support/shop.ts'
import { makeMove, moves } from './aurora-moves.ts'
import { launchOf, statuses } from './demo-launches.ts'

/** What the demo's people did before now: three launches whose logs are real ones. What is to be seen in them is typed here by hand. */

const day = 86_400_000
const hour = day / 24

let shop: Shop
let took = 0
beforeAll(async () => {
  shop = await openShop()
  const started = performance.now()
  expect(await seedDemo(shop.services)).toEqual({ seeded: true, why: null })
  took = performance.now() - started
})
afterAll(() => shop.close())

const logOf = (slug: string, from: Shop = shop): Promise<Entry[]> => from.store.entries(slug, -1, 1000)
const ago = (entry: Entry | undefined): number => (monday - Date.parse(entry?.at ?? '')) / day

/** `gate.tick INV-6 by joon`, and what the engine did without a name. */
async function told(slug: string, only: (entry: Entry) => boolean): Promise<string[]> {
  const people = await shop.store.directory.people()
  const services = await shop.store.directory.services()
  const nameOf = (id: string) =>
    people.find(({ pseudonym }) => pseudonym === id)?.id ?? services.find(({ pseudonym }) => pseudonym === id)?.name
  return (await logOf(slug)).filter(only).map(({ action, actor, as, data, gate }) => {
    const item = typeof data.item === 'string' ? ` ${data.item}` : ''
    const role = as === undefined ? '' : ` as ${as}`
    const where = gate !== undefined && item === '' ? ` ${gate}` : ''
    return `${action}${item}${where}${role}${actor.kind === 'engine' ? '' : ` by ${nameOf(actor.id)}`}`
  })
}

describe('all three', () => {
  test('are made in less than five seconds', () => {
    process.stdout.write(`the demo was made in ${Math.round(took)} ms\n`)
    // Ten times that, for a machine that does other things besides.
    expect(took).toBeLessThan(50_000)
  })

  test.each(['aurora', 'borealis', 'hello'])('%s is whole, and nothing in it lies ahead', async (slug) => {
    expect(await verifyLaunch(shop.store, slug)).toMatchObject({ matches: true })
    for (const entry of await logOf(slug)) expect(ago(entry)).toBeGreaterThan(0)
  })

  test('they took three weeks', async () => {
    const logs = [...(await logOf('aurora')), ...(await logOf('borealis')), ...(await logOf('hello'))]
    const weeks = new Set(logs.map((entry) => Math.floor(ago(entry) / 7)))
    expect([...weeks].sort((a, b) => a - b)).toEqual([0, 1, 2])
    expect(Math.max(...logs.map(ago))).toBeLessThan(21)
  })

  test('every file that they handed in can be read', async () => {
    const evidence = [...(await logOf('aurora')), ...(await logOf('borealis'))].flatMap(({ data }) => {
      const said = data.evidence
      return typeof said === 'object' && said !== null && 'sha256' in said ? [String(said.sha256)] : []
    })
    // By hand: 15 files and 2 reports of aurora, 9 and 2 of borealis.
    expect(evidence).toHaveLength(28)
    for (const sha256 of evidence) {
      const found = await Promise.all(['aurora', 'borealis'].map((each) => shop.store.evidenceFile(each, sha256)))
      const [file] = found.filter((each) => each !== null)
      let size = 0
      for await (const chunk of shop.services.evidence.read(sha256)) size += chunk.length
      expect(size).toBe(file?.size)
    }
  })
})

describe('aurora', () => {
  test('shows every status but not-needed', async () => {
    expect(statuses(await launchOf(shop, 'aurora'))).toEqual([
      'categories: completed',
      'content: completed',
      'filters: completed',
      'sorting: completed',
      'pricing: completed',
      'inventory: needs-recheck',
      'payment-gateway: completed',
      'customer-interaction: completed',
      'social-media: waived',
      'analytics: completed',
      'infrastructure: completed',
      'fulfilment: completed',
      'customer-service: completed',
      'legal-privacy: completed',
      'marketing-search: completed',
      'testing-signoff: completed',
      'performance: in-progress',
      'security: blocked',
      'user-acceptance: awaiting-sign-off',
      'content-review: returned',
      'go-no-go: not-started',
    ])
  })

  test('has exactly these required items open or stale', async () => {
    const { definition, gates } = await launchOf(shop, 'aurora')
    const open = definition.gates.flatMap((gate) => {
      const state = gates[gate.id]
      if (!state) return []
      const items = requiredItems(gate, state.context).map(({ id }) => ({ id, ...itemStateOf(state.context, id) }))
      return items
        .filter(({ state: each }) => each !== 'ticked')
        .map(({ id, stale }) => (stale ? `${id} ${stale.causes.join(', ')}` : id))
    })
    expect(open).toEqual([
      'INV-1 age',
      'SOC-5',
      'TPF-1',
      'TSC-1',
      'TSC-2',
      'TSC-4',
      'TSC-6',
      'CRV-1 returned',
      'CRV-6 returned',
      'GNG-3',
      'GNG-4',
    ])
    expect(Object.keys(gates['user-acceptance']?.context.signatures ?? {})).toEqual(['head-of-digital', 'content-team'])
  })

  test('opens in eight days at ten in Taipei, with build 4812, and shows the public how far it is', async () => {
    const { body } = await shop.get(null, '/api/v1/launches/aurora/status').expect(200)
    expect(body).toMatchObject({ decision: 'wait', candidate: { version: '4812', commit: 'c70b6ad92e415f38' } })
    const { context } = await launchOf(shop, 'aurora')
    expect(new Date(context.targetAt).toISOString()).toBe('2026-12-01T02:00:00.000Z')
    expect(context.timeZone).toBe('Asia/Taipei')
  })

  test('inventory: reopened four days ago since the campaign changed, counted again that day, too old since yesterday', async () => {
    const isInventory = ({ gate }: Entry) => gate === 'inventory'
    expect(await told('aurora', isInventory)).toEqual([
      'gate.tick INV-6 by joon',
      'gate.tick INV-1 by joon',
      'gate.tick INV-2 by tom',
      'gate.tick INV-3 by sam',
      'gate.tick INV-5 by joon',
      'gate.submit inventory by joon',
      'gate.signOff inventory as logistics-manager by wei',
      'gate.signOff inventory as marketing-manager by marta',
      'gate.clear inventory',
      'gate.tick INV-1 by joon',
      'gate.tick INV-1 by joon',
      'gate.tick INV-1 by joon',
      'gate.tick INV-1 by joon',
      'gate.reopen inventory by marta',
      'gate.tick INV-6 by joon',
      'gate.tick INV-1 by joon',
      'gate.lapse inventory',
    ])
    const [reopened, forecast, counted, lapsed] = (await logOf('aurora')).filter(isInventory).slice(-4)
    for (const entry of [reopened, forecast, counted]) expect(Math.floor(ago(entry))).toBe(4)
    expect(reopened?.data.items).toEqual(['INV-6'])
    expect(ago(lapsed)).toBeCloseTo(ago(counted) - 3, 6)
    expect(lapsed?.due).toBe(lapsed?.at)
    expect(Math.floor(ago(lapsed))).toBe(1)
  })

  test('prices were compared again within their seven days, so nothing lapsed', async () => {
    const ticks = (await logOf('aurora')).filter(({ data }) => data.item === 'PRI-1')
    const [first, second] = ticks.map(ago)
    expect(ticks).toHaveLength(2)
    expect((first ?? 0) - (second ?? 0)).toBeLessThan(7)
    expect(second).toBeLessThan(7)
    expect(await told('aurora', ({ action }) => action === 'gate.lapse')).toEqual(['gate.lapse inventory'])
  })

  test('one gate was completed after a return, one after a waiver that ran out, one after a reopening', async () => {
    const happened = await told('aurora', ({ action }) => /return|Waiver|reopen|block$/.test(action))
    expect(happened).toEqual([
      'gate.requestWaiver analytics by marta',
      'gate.grantWaiver analytics by priya',
      'gate.reopen fulfilment by priya',
      'gate.return payment-gateway by ana',
      'gate.expireWaiver analytics',
      'gate.requestWaiver social-media by priya',
      'gate.grantWaiver social-media by helen',
      'gate.reopen inventory by marta',
      'gate.return content-review by yuna',
      'gate.block security by ana',
    ])
    const expired = (await logOf('aurora')).find(({ action }) => action === 'gate.expireWaiver')
    expect(expired).toMatchObject({ due: expired?.at, cause: { clock: expired?.at } })
    // Seven days ago at 18:00 in Taipei; it is 17:00 there now.
    expect(ago(expired)).toBeCloseTo(7 - 1 / 24, 6)
  })

  test('a red report of the first build, a green one of the second, which asked the checkout again', async () => {
    const isAboutBuild = ({ data, action }: Entry) =>
      ['TFN-1', 'CUS-2'].includes(String(data.item)) || /Candidate|recheck/.test(action)
    expect(await told('aurora', isAboutBuild)).toEqual([
      'launch.setCandidate by ci',
      'gate.failCheck TFN-1 by ci',
      'gate.tick CUS-2 by sam',
      'launch.setCandidate by ci',
      'gate.recheck customer-interaction',
      'gate.tick TFN-1 by ci',
      'gate.tick CUS-2 by sam',
    ])
  })

  test('social media is waived until two days after the opening; security has its problem since Friday', async () => {
    const { gates, context } = await launchOf(shop, 'aurora')
    expect(gates['social-media']?.context.waiver?.until).toBe(context.targetAt + 2 * day)
    const since = gates.security?.statusSince ?? 0
    expect(new Date(since).toISOString()).toMatch(/^2026-11-20T/)
  })
})

describe('borealis', () => {
  test('is live since two weeks, without social media, and not for the public', async () => {
    const launch = await launchOf(shop, 'borealis')
    expect(launch.state).toBe('launched')
    expect((monday - launch.stateSince) / day).toBeCloseTo(14, 0)
    expect(launch.context.rolledBack).toEqual([{ version: '311', commit: '0e93b7f2d4a6581c' }])
    expect(statuses(launch).filter((each) => !each.endsWith(': completed'))).toEqual(['social-media: not-needed'])
    await shop.get(null, '/api/v1/launches/borealis/status').expect(401)
    await shop.get('omar', '/api/v1/launches/borealis/deploy?candidate=312').expect(200)
    await shop.get('omar', '/api/v1/launches/borealis/deploy?candidate=311').expect(423)
  })

  test('after a hold, a first build that was rolled back, and a second go', async () => {
    const aboutAll = await told('borealis', ({ gate, action }) => gate === undefined || action === 'gate.notNeeded')
    expect(aboutAll).toEqual([
      'launch.create by priya',
      'gate.notNeeded social-media by priya',
      'launch.start by priya',
      'launch.setCandidate by ci',
      'launch.hold by helen',
      'launch.release by helen',
      'launch.unlock',
      'launch.launch by priya',
      'launch.rollBack by helen',
      'launch.setCandidate by ana',
      'launch.unlock',
      'launch.launch by priya',
    ])
  })
})

test('hello is created, started and made public, and nothing else', async () => {
  expect(await told('hello', () => true)).toEqual([
    'launch.create by priya',
    'launch.start by priya',
    'launch.setPublicStatus by priya',
  ])
  expect((await launchOf(shop, 'hello')).context.candidate).toBeNull()
})

describe('seeding', () => {
  const versions = (from: Shop) => Promise.all(Object.keys(stories).map((slug) => from.version(slug)))

  test('twice changes nothing', async () => {
    const before = [await versions(shop), (await shop.store.storedHead('aurora'))?.root]
    shop.now += hour
    expect(await seedDemo(shop.services)).toEqual({ seeded: false, why: 'there' })
    shop.now -= hour
    expect([await versions(shop), (await shop.store.storedHead('aurora'))?.root]).toEqual(before)
  })

  test('goes on where it broke off, an hour later and twice at once, and makes the same', async () => {
    const other = await openShop()
    let sent = 0
    // The store of a server that is killed between two commits of aurora.
    const store = new Proxy(other.store, {
      get(target, name) {
        const value: unknown = Reflect.get(target, name)
        if (typeof value !== 'function') return value
        return (...args: unknown[]) => {
          sent += name === 'execute' ? 1 : 0
          return name === 'execute' && sent === 43 ? Promise.reject(new Error('killed')) : value.apply(target, args)
        }
      },
    })
    await expect(seedDemo({ ...other.services, store })).rejects.toThrow('killed')
    const half = await other.version('aurora')
    expect(half).toBeGreaterThan(10)
    expect(half).toBeLessThan(164)
    other.now += hour
    await Promise.all([seedDemo(other.services), seedDemo(other.services)])
    expect(await versions(other)).toEqual(await versions(shop))
    const actions = async (from: Shop) => (await logOf('aurora', from)).map(({ action, at }) => `${at} ${action}`)
    expect(await actions(other)).toEqual(await actions(shop))
    expect(await verifyLaunch(other.store, 'aurora')).toMatchObject({ matches: true })
    await other.close()
  })

  test('writes nothing of a launch whose evidence cannot be stored', async () => {
    const other = await openShop()
    const keep = () => Promise.reject(new Error('the disk is full'))
    const full = { ...other.services, evidence: { ...other.services.evidence, keep } }
    await expect(seedDemo(full)).rejects.toThrow('the disk is full')
    expect(await other.version('aurora')).toBe(0)
    await seedDemo(other.services)
    expect(await versions(other)).toEqual(await versions(shop))
    await other.close()
  })
})

describe('twenty-five commands', () => {
  test('of the right people unlock aurora, not one fewer', async () => {
    expect(moves).toHaveLength(25)
    for (const move of moves) {
      expect((await launchOf(shop, 'aurora')).state).toBe('preparing.locked')
      await shop.get('ci', '/api/v1/launches/aurora/deploy?candidate=4812').expect(423)
      await makeMove(shop, 'aurora', move)
    }
    await shop.get('ci', '/api/v1/launches/aurora/deploy?candidate=4812').expect(200)
    expect((await launchOf(shop, 'aurora')).state).toBe('preparing.unlocked')
    expect(await verifyLaunch(shop.store, 'aurora')).toMatchObject({ matches: true })
  })
})

describe('reset', () => {
  test('puts aurora and hello away, makes the next of each, and leaves borealis and others alone', async () => {
    await shop.send('priya', 'aurora', { type: 'launch.launch', candidate: '4812' }).expect(200)
    const alone = await shop.version('borealis')
    // Not a whole day: tokens that may sign live no longer.
    shop.now += 20 * hour
    const both = await Promise.all([resetDemo(shop.services), resetDemo(shop.services)])
    expect(both).toEqual([
      ['aurora-2', 'hello-2'],
      ['aurora-2', 'hello-2'],
    ])
    expect(await launchOf(shop, 'aurora')).toMatchObject({ state: 'launched', context: { archived: true } })
    expect(await launchOf(shop, 'hello')).toMatchObject({ state: 'cancelled', context: { archived: true } })
    expect(await shop.version('borealis')).toBe(alone)
    expect((await told('hello', () => true)).slice(3)).toEqual(['launch.cancel by priya', 'launch.archive by priya'])

    const next = await launchOf(shop, 'aurora-2')
    expect(next).toMatchObject({ state: 'preparing.locked', version: 164 })
    expect(next.context.targetAt).toBe(Date.parse('2026-12-02T02:00:00.000Z'))
    expect(new Set(statuses(next).map((each) => each.split(': ')[1])).size).toBe(8)
    for (const slug of ['aurora', 'aurora-2', 'hello', 'hello-2'])
      expect(await verifyLaunch(shop.store, slug)).toMatchObject({ matches: true })
  })

  test('and again: whoever leads it now puts it away', async () => {
    await shop
      .send('helen', 'aurora-2', { type: 'launch.assignRole', role: 'ecommerce-sme', person: 'ben' })
      .expect(200)
    await shop
      .send('helen', 'aurora-2', { type: 'launch.unassignRole', role: 'ecommerce-sme', person: 'priya' })
      .expect(200)
    expect(await resetDemo(shop.services)).toEqual(['aurora-3', 'hello-3'])
    expect((await told('aurora-2', ({ gate }) => gate === undefined)).slice(-2)).toEqual([
      'launch.cancel by ben',
      'launch.archive by ben',
    ])
    expect((await told('aurora', ({ action }) => action === 'launch.archive')).length).toBe(1)
  })

  test('is not to be had where there is no demo', async () => {
    const other = await openShop()
    expect(await resetDemo(other.services)).toBeNull()
    expect(await other.store.slugs()).toEqual([])
    await other.close()
  })
})
