import { afterAll, beforeAll, expect, test } from 'vitest'
import { can } from '../../machines/reading/can.ts'
import { actorOf } from '../../server/auth/caller.ts'
import { readLaunch } from '../../server/launches/read-launch.ts'
import { createLaunch, openShop, type Shop } from '../support/shop.ts'
import { askingIn, formsOf } from './read.ts'
import { type Visitor, visitor } from './visitor.ts'

/** A page offers what its reader may do now: nothing that the engine would refuse them, and of launches and gates all that it allows. */

const cast = ['priya', 'helen', 'joon', 'tom', 'wei', 'chloe', 'sam', 'ana', 'fay', 'omar', 'ada']
const gates = ['stock', 'pages', 'tests', 'go-no-go']
let shop: Shop
const people = new Map<string, Visitor>()

beforeAll(async () => {
  shop = await openShop({ LAUNCHGATE_DEMO: '1' })
  for (const who of cast) people.set(who, await visitor(shop, who))
})
afterAll(() => shop.close())

/** Somebody sends a command, or presses a form of a gate's page. */
type Act = [who: string, command: object] | [who: string, gate: string, form: string]
/** Stock is counted and sent. */
const counted: Act[] = [
  ['priya', { type: 'launch.start' }],
  ['joon', { type: 'gate.tick', gate: 'stock', item: 'INV-1', evidence: { kind: 'number', value: 99 } }],
  ['tom', { type: 'gate.tick', gate: 'stock', item: 'INV-2', evidence: { kind: 'note', text: 'x' } }],
  ['joon', { type: 'gate.tick', gate: 'stock', item: 'INV-3', evidence: { kind: 'number', value: 5 } }],
  ['joon', 'stock', 'f-gate-submit'],
]
/** What happens first, by state of the launch and of its gates. */
const stories: [name: string, acts: Act[]][] = [
  ['a draft', []],
  ['a draft without one of its gates', [['priya', { type: 'gate.notNeeded', gate: 'pages', reason: 'x' }]]],
  [
    'work that has begun',
    [
      ['priya', { type: 'launch.start' }],
      ['ana', { type: 'launch.setCandidate', version: '101' }],
      ['joon', { type: 'gate.tick', gate: 'stock', item: 'INV-1', evidence: { kind: 'number', value: 99 } }],
      ['chloe', { type: 'gate.tick', gate: 'pages', item: 'CON-1' }],
      ['priya', { type: 'gate.addItem', gate: 'tests', title: 'Another', asks: { kind: 'link' } }],
      ['priya', { type: 'gate.itemNotNeeded', gate: 'tests', item: 'added-1', reason: 'x' }],
    ],
  ],
  [
    'a problem, and a waiver that is asked for',
    [
      ['priya', { type: 'launch.start' }],
      ['tom', { type: 'gate.block', gate: 'stock', reason: 'x' }],
      ['chloe', { type: 'gate.requestWaiver', gate: 'pages', reason: 'x', until: '2026-12-01T00:00:00Z' }],
    ],
  ],
  ['a gate that waits for its signer', counted],
  ['a gate that is completed', [...counted, ['wei', 'stock', 'f-gate-signOff-logistics-manager']]],
  [
    'a gate that is waived, and one that was returned',
    [
      ...counted,
      ['wei', { type: 'gate.return', gate: 'stock', reason: 'x', items: ['INV-1'] }],
      ['chloe', { type: 'gate.requestWaiver', gate: 'pages', reason: 'x', until: '2026-12-01T00:00:00Z' }],
      ['helen', 'pages', 'f-gate-grantWaiver'],
    ],
  ],
  [
    'a launch on hold',
    [
      ['priya', { type: 'launch.start' }],
      ['helen', { type: 'launch.hold', reason: 'x' }],
    ],
  ],
  ['a cancelled launch', [['priya', { type: 'launch.cancel', reason: 'x' }]]],
  [
    'a launch in the archive',
    [
      ['priya', { type: 'launch.cancel', reason: 'x' }],
      ['priya', { type: 'launch.archive' }],
    ],
  ],
]

type Get = (path: string) => Promise<string>

/** Commands that the forms of a page send, and those of the pages that ask first; each with its item or its role. */
async function offeredAt(path: string, get: Get): Promise<string[]> {
  const html = await get(path)
  const pages = [html, ...(await Promise.all(askingIn(html).map(get)))]
  return [...new Set(pages.flatMap(offeredIn))].sort()
}

function offeredIn(html: string): string[] {
  return formsOf(html).flatMap(({ action, hidden, html: form }) => {
    const item = hidden.item ?? /\/items\/([^/]+)\/evidence$/.exec(action)?.[1]
    const about = item ?? hidden.as
    const types = hidden.type
      ? [hidden.type]
      : [...form.matchAll(/name="type" value="([\w.]+)"/g)].map(([, type]) => type)
    if (action.endsWith('/evidence')) types.push('gate.tick')
    return types.map((type) => [type, ...(about === undefined ? [] : [about])].join(' '))
  })
}

test.each(stories)('%s', async (name, acts) => {
  const launch = `offers-${stories.findIndex(([each]) => each === name)}`
  await createLaunch(shop, launch, 'pop-up')
  for (const [who, said, form] of acts) {
    if (typeof said !== 'string') await shop.send(who, launch, said).expect(200)
    else {
      const visitor = people.get(who)
      if (!visitor) throw new Error(`nobody is called ${who}`)
      await visitor.send(await visitor.find(`/launches/${launch}/gates/${said}`, form ?? ''), form ?? '').expect(303)
    }
  }
  const view = await readLaunch(shop.services, launch, shop.now)
  if (!view) throw new Error(`no launch ${launch}`)
  for (const who of cast) {
    const person = await shop.store.directory.person(who)
    if (!person) throw new Error(`nobody is called ${who}`)
    const may = can(view.launch, actorOf({ kind: 'person', person, token: null }), shop.now)
    const get: Get = async (path) => (await people.get(who)?.get(path).expect(200))?.text ?? ''

    // What is in the archive may be archived once more, to no effect.
    const ofLaunch = may.launch.filter((type) => !(type === 'launch.archive' && view.launch.context.archived))
    expect([who, await offeredAt(`/launches/${launch}`, get)]).toEqual([who, ofLaunch.sort()])
    for (const gate of gates) {
      const { gate: ofGate = [], signAs = [], items = {} } = may.gates[gate] ?? {}
      const offered = await offeredAt(`/launches/${launch}/gates/${gate}`, get)
      const allowed = [
        ...ofGate.filter((type) => type !== 'gate.signOff'),
        ...signAs.map((as) => `gate.signOff ${as}`),
      ].sort()
      const ofItems = Object.entries(items).flatMap(([item, types]) => types.map((type) => `${type} ${item}`))
      expect([who, gate, offered.filter((each) => !ofItems.includes(each))]).toEqual([who, gate, allowed])
      // A standing tick is not offered again without a need, and a report itself says whether it is a failed check; all else is.
      const missing = ofItems.filter((each) => !offered.includes(each) && !/^gate\.(tick|failCheck TFN-1)\b/.test(each))
      expect([who, gate, missing]).toEqual([who, gate, []])
    }
  }
})
