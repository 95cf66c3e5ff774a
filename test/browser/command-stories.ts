import { createCommand, personCommand } from '../../machines/commands.ts'
import { type Desk, type Fields, had, hostile, type Place, presses } from './command-acts.ts'
import { choosePipeline, follow, soon } from './people.ts'

/** Each command as the story of a person who needs it. */

type Command = ReturnType<typeof commandTypes>[number]
export const commandTypes = () => [
  createCommand.shape.type.value,
  ...personCommand.options.map((each) => each.shape.type.value),
]

/** Who does it, where they go to from the first page, and what they press there; `first` is what others did before. */
export interface Story {
  who: string
  at: Place | 'launches'
  first?: (desk: Desk) => Promise<void>
  act: (desk: Desk) => Promise<void>
}

/** Tom brings the payment to its signer. */
const sent = (desk: Desk) => had(desk, ...paid, ['tom', { type: 'gate.submit', gate: 'payment-gateway' }])
const paid: [string, object][] = [
  ['tom', { type: 'gate.tick', gate: 'payment-gateway', item: 'PAY-1', evidence: { kind: 'number', value: 0 } }],
]

/** In the order in which they are told; the compiler and a test see to it that none is missing. */
export const stories: Record<Command, Story> = {
  'launch.create': {
    who: 'priya',
    at: 'launches',
    act: async (desk) => {
      const { page, slug } = desk
      await page.getByRole('link', { name: 'New launch', exact: true }).click()
      await choosePipeline(page, 'Quick start')
      await page.getByLabel('Title').fill(hostile('Corner'))
      await page.getByLabel('URL name (optional)').fill(slug)
      await page.getByLabel('Store (optional)').fill(hostile('shop'))
      await page.getByLabel('Target date').fill('2027-03-01')
      await page.locator('.act').getByRole('button', { name: 'Create draft' }).click()
      await page.waitForURL(`**/launches/${slug}`)
    },
  },
  'gate.notNeeded': { who: 'priya', at: 'content', act: (desk) => presses(desk, 'Mark gate not applicable') },
  'gate.require': { who: 'priya', at: 'content', act: (desk) => presses(desk, 'Restore gate') },
  'gate.addItem': {
    who: 'priya',
    at: 'content',
    act: async (desk) => {
      for (const [at, kind] of ['Note', 'Link', 'File', 'Number'].entries()) {
        const bounds: Fields =
          kind === 'Number' ? { 'Minimum (optional)': '1', 'Unit (optional)': hostile('%').slice(0, 28) } : {}
        await presses(desk, 'Add item', { Evidence: kind, ...bounds })
        await desk.page.locator(`#item-added-${at + 1}`).waitFor()
      }
    },
  },
  'gate.itemNotNeeded': {
    who: 'priya',
    at: 'content',
    act: (desk) => presses(desk, 'Mark not applicable', {}, '#item-added-1'),
  },
  'gate.requireItem': { who: 'priya', at: 'content', act: (desk) => presses(desk, 'Restore', {}, '#item-added-1') },
  'launch.assignRole': {
    who: 'priya',
    at: 'launch',
    act: (desk) => presses(desk, 'Add person', { Role: 'Tester', Person: 'Fay Stone' }),
  },
  'launch.unassignRole': {
    who: 'priya',
    at: 'launch',
    act: (desk) => presses(desk, 'Remove person', { Person: 'Fay Stone (Tester)' }),
  },
  'launch.schedule': {
    who: 'priya',
    at: 'launch',
    act: async (desk) => {
      await follow(desk.page, desk.page.locator('main a', { hasText: 'Edit title and schedule' }))
      await presses(desk, 'Save', { Title: hostile('Corner shop') }, '#f-launch-schedule')
    },
  },
  'launch.setPublicStatus': {
    who: 'priya',
    at: 'launch',
    act: async (desk) => {
      await follow(desk.page, desk.page.locator('main a', { hasText: 'Change visibility' }))
      await presses(desk, 'Make status public')
    },
  },
  'launch.start': { who: 'priya', at: 'launch', act: (desk) => presses(desk, 'Start launch') },
  'launch.setCandidate': {
    who: 'ana',
    at: 'launch',
    act: (desk) => presses(desk, 'Set build', { 'Build URL (optional)': address }),
  },
  'gate.tick': {
    who: 'chloe',
    at: 'content',
    act: async (desk) => {
      await presses(desk, 'Mark done', {}, '#item-CON-1')
      await presses(desk, 'Mark done', {}, '#item-added-1')
      await presses(desk, 'Mark done', { Link: address }, '#item-added-2')
      await presses(
        desk,
        'Attach and mark done',
        { File: { name: `${hostile('seen').replaceAll('/', '')}.txt`, body: 'Seen' } },
        '#item-added-3',
      )
      await presses(desk, 'Save', { Number: '7' }, '#item-added-4')
      for (const item of ['CON-1', 'added-1', 'added-2', 'added-3', 'added-4'])
        await desk.page.locator(`#item-${item}.is-completed`).waitFor({ state: 'attached' })
    },
  },
  'gate.untick': { who: 'chloe', at: 'content', act: (desk) => presses(desk, 'Mark done', {}, '#item-CON-1') },
  'gate.failCheck': {
    who: 'tom',
    at: 'payment-gateway',
    act: (desk) => presses(desk, 'Mark failed', { Number: '3' }, '#item-PAY-1'),
  },
  'gate.comment': { who: 'yuna', at: 'payment-gateway', act: (desk) => presses(desk, 'Comment') },
  'gate.assign': {
    who: 'tom',
    at: 'payment-gateway',
    act: (desk) => presses(desk, 'Assign', { Assignee: 'Tom Becker' }),
  },
  'gate.block': { who: 'priya', at: 'payment-gateway', act: (desk) => presses(desk, 'Report a blocker') },
  'gate.unblock': { who: 'tom', at: 'payment-gateway', act: (desk) => presses(desk, 'Mark resolved') },
  'gate.requestWaiver': {
    who: 'chloe',
    at: 'content',
    act: (desk) => presses(desk, 'Request a waiver', { Until: soon() }),
  },
  'gate.declineWaiver': { who: 'helen', at: 'content', act: (desk) => presses(desk, 'Decline waiver') },
  'gate.grantWaiver': {
    who: 'helen',
    at: 'content',
    first: (desk) =>
      had(desk, ['chloe', { type: 'gate.requestWaiver', gate: 'content', reason: 'Not yet', until: `${soon()}:00Z` }]),
    act: (desk) => presses(desk, 'Grant waiver'),
  },
  'gate.reopen': { who: 'chloe', at: 'content', act: (desk) => presses(desk, 'Reopen') },
  'gate.complete': {
    who: 'chloe',
    at: 'content',
    first: (desk) => had(desk, ['chloe', { type: 'gate.tick', gate: 'content', item: 'CON-1' }]),
    act: (desk) => presses(desk, 'Mark complete'),
  },
  'gate.submit': {
    who: 'tom',
    at: 'payment-gateway',
    first: (desk) => had(desk, ...paid),
    act: (desk) => presses(desk, 'Send for sign-off'),
  },
  'gate.withdraw': { who: 'tom', at: 'payment-gateway', act: (desk) => presses(desk, 'Withdraw') },
  'gate.return': {
    who: 'priya',
    at: 'payment-gateway',
    first: (desk) => had(desk, ['tom', { type: 'gate.submit', gate: 'payment-gateway' }]),
    act: (desk) => presses(desk, 'Request changes', { 'Failed charges out of 10 test payments': true }),
  },
  'gate.signOff': {
    who: 'priya',
    at: 'payment-gateway',
    first: sent,
    act: (desk) => presses(desk, 'Sign off as Ecommerce SME'),
  },
  'launch.hold': { who: 'helen', at: 'launch', act: (desk) => presses(desk, 'Put on hold') },
  'launch.release': { who: 'priya', at: 'launch', act: (desk) => presses(desk, 'Release hold') },
  'launch.launch': {
    who: 'helen',
    at: 'launch',
    first: (desk) =>
      had(
        desk,
        ['priya', { type: 'gate.tick', gate: 'go-no-go', item: 'GNG-1' }],
        ['priya', { type: 'gate.submit', gate: 'go-no-go' }],
        ['helen', { type: 'gate.signOff', gate: 'go-no-go', as: 'head-of-digital' }],
      ),
    act: (desk) => presses(desk, 'Mark as live'),
  },
  'launch.rollBack': { who: 'priya', at: 'launch', act: (desk) => presses(desk, 'Mark as rolled back') },
  'launch.cancel': { who: 'priya', at: 'launch', act: (desk) => presses(desk, 'Cancel launch') },
  'launch.archive': { who: 'ada', at: 'launch', act: (desk) => presses(desk, 'Archive') },
}
const address = 'https://example.com/?q="><b class="cracked">x</b>'
