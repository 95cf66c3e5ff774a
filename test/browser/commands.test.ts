import type { Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createCommand, personCommand } from '../../machines/commands.ts'
import { keepWindow, type Window } from '../support/browser.ts'
import { type Served, served } from '../support/server.ts'
import { become, follow, labelled, soon, unfold } from './people.ts'

/**
 * Whatever a person may ask for, the person who needs it finds it: each comes from the first page to the launch or the gate by links
 * alone, presses what is there, and the log has their entry. Every text field that is met on the way is filled with markup, which
 * no page may take for its own. All of it once with JavaScript and once without.
 */

type Command = ReturnType<typeof commandTypes>[number]
const commandTypes = () => [
  createCommand.shape.type.value,
  ...personCommand.options.map((each) => each.shape.type.value),
]

const hostile = (text: string) => `${text} <b class="cracked">x</b><script>document.title='cracked'</script>`

interface Desk {
  page: Page
  slug: string
}
type Place = 'launch' | 'content' | 'payment-gateway' | 'go-no-go'
/** Who does it, where they go to from the first page, and what they press there; `first` is what others do before. */
interface Story {
  who: string
  at: Place | 'launches'
  first?: (desk: Desk) => Promise<void>
  act: (desk: Desk) => Promise<void>
}

/** From the first page to the list of launches, to the launch, to its gate: by links. */
async function goes({ page, slug }: Desk, who: string, at: Story['at']): Promise<void> {
  await become(page, who, '/')
  await page.getByRole('link', { name: 'Launches', exact: true }).click()
  if (at === 'launches') return
  await follow(page, page.locator(`main a[href="/launches/${slug}"]`))
  if (at !== 'launch') await follow(page, page.locator(`#gate-${at} a`))
}

/** What stands in fields by their labels; every other text field of the form gets markup. */
type Fields = Record<string, string | true | { name: string; body: string }>

/** Presses what has this label in `within`; where it leads to a page that asks first, what that page has. */
async function presses({ page }: Desk, label: string, fields: Fields = {}, within = 'main'): Promise<void> {
  const link = page.locator(`${within} a:not([href^="#"])`, { hasText: labelled(label) }).first()
  const isAsked = (await link.count()) > 0
  if (isAsked) await follow(page, link)
  const button = page.locator(`${isAsked ? 'main' : within} button[type=submit]`, { hasText: labelled(label) }).last()
  await unfold(button)
  const asking = new URL(page.url()).pathname
  const id = await button.getAttribute('form')
  await fills(id === null ? button.locator('xpath=ancestor::form') : page.locator(`form[id="${id}"]`), fields)
  await button.click()
  // A page that asks first leads back when it was done.
  if (isAsked) await page.waitForURL((url) => url.pathname !== asking)
}

async function fills(form: Locator, fields: Fields): Promise<void> {
  for (const [label, value] of Object.entries(fields)) {
    // "Link" is also the beginning of "Link title (optional)".
    const exact = form.getByLabel(label, { exact: true })
    const field = (await exact.count()) > 0 ? exact : form.getByLabel(label)
    const isChoice = (await field.and(form.page().locator('select')).count()) > 0
    if (value === true) await field.check()
    else if (typeof value === 'object')
      await field.setInputFiles({ name: value.name, mimeType: 'text/plain', buffer: Buffer.from(value.body) })
    else if (isChoice) await field.selectOption({ label: value })
    else await field.fill(value)
  }
  for (const field of await form.locator('textarea:visible, input[type=text]:not([inputmode]):visible').all())
    if ((await field.inputValue()) === '') await field.fill(hostile(await nameOf(field)))
}
const nameOf = async (field: Locator) => (await field.getAttribute('name')) ?? ''

/** Priya and Tom bring the payment to its signer. */
const sent = async (desk: Desk) => {
  await goes(desk, 'tom', 'payment-gateway')
  await presses(desk, 'Save', { Number: '0' }, '#item-PAY-1')
  await desk.page.locator('#item-PAY-1.is-completed').waitFor({ state: 'attached' })
  await presses(desk, 'Send for sign-off')
  await status(desk, 'Awaiting sign-off')
}
const status = ({ page }: Desk, text: string) =>
  expect.poll(() => page.locator('#say').innerText(), { timeout: 10_000 }).toContain(text)

const asksForWaiver = async (desk: Desk) => {
  await goes(desk, 'chloe', 'content')
  await presses(desk, 'Request a waiver', { Until: soon() })
  await status(desk, 'Chloe Martin requested a waiver')
}

/** In the order in which they are told; the compiler and a test see to it that none is missing. */
const stories: Record<Command, Story> = {
  'launch.create': {
    who: 'priya',
    at: 'launches',
    act: async (desk) => {
      const { page, slug } = desk
      await page.getByRole('link', { name: 'New launch', exact: true }).click()
      await page.getByText('Quick start', { exact: true }).click()
      await presses(desk, 'Update questions and roles')
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
    act: (desk) => presses(desk, 'Save', { Title: hostile('Corner shop') }, '#f-launch-schedule'),
  },
  'launch.setPublicStatus': { who: 'priya', at: 'launch', act: (desk) => presses(desk, 'Make status public') },
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
  'gate.requestWaiver': { who: 'chloe', at: 'content', act: asksForWaiver },
  'gate.declineWaiver': { who: 'helen', at: 'content', act: (desk) => presses(desk, 'Decline waiver') },
  'gate.grantWaiver': {
    who: 'helen',
    at: 'content',
    first: asksForWaiver,
    act: (desk) => presses(desk, 'Grant waiver'),
  },
  'gate.reopen': { who: 'chloe', at: 'content', act: (desk) => presses(desk, 'Reopen') },
  'gate.complete': {
    who: 'chloe',
    at: 'content',
    act: async (desk) => {
      await presses(desk, 'Mark done', {}, '#item-CON-1')
      await desk.page.locator('#item-CON-1.is-completed').waitFor({ state: 'attached' })
      await presses(desk, 'Mark complete')
    },
  },
  'gate.submit': { who: 'tom', at: 'payment-gateway', act: sent },
  'gate.withdraw': { who: 'tom', at: 'payment-gateway', act: (desk) => presses(desk, 'Withdraw') },
  'gate.return': {
    who: 'priya',
    at: 'payment-gateway',
    first: async (desk) => {
      await goes(desk, 'tom', 'payment-gateway')
      await presses(desk, 'Send for sign-off')
      await status(desk, 'Awaiting sign-off')
    },
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
    first: async (desk) => {
      await goes(desk, 'priya', 'go-no-go')
      await presses(desk, 'Mark done', {}, '#item-GNG-1')
      await desk.page.locator('#item-GNG-1.is-completed').waitFor({ state: 'attached' })
      await presses(desk, 'Send for sign-off')
      await status(desk, 'Awaiting sign-off')
      await goes(desk, 'helen', 'go-no-go')
      await presses(desk, 'Sign off as Head of Digital')
      await status(desk, 'Completed')
    },
    act: (desk) => presses(desk, 'Mark as live'),
  },
  'launch.rollBack': { who: 'priya', at: 'launch', act: (desk) => presses(desk, 'Mark as rolled back') },
  'launch.cancel': { who: 'priya', at: 'launch', act: (desk) => presses(desk, 'Cancel launch') },
  'launch.archive': { who: 'ada', at: 'launch', act: (desk) => presses(desk, 'Archive') },
}
const address = 'https://example.com/?q="><b class="cracked">x</b>'

let server: Served
let token: string
beforeAll(async () => {
  server = await served({ LAUNCHGATE_DEMO: '1' })
  await server.start()
  token = await server.cli('token', 'create', '--as', 'omar', '--scope', 'launch:read')
})
afterAll(() => server.close())

interface Entry {
  seq: number
  action: string
  actor: { id: string }
}
async function entriesAfter(slug: string, seq: number): Promise<Entry[]> {
  const answer = await fetch(`${server.url}/api/v1/launches/${slug}/entries?after=${seq}&limit=500`, {
    headers: { authorization: `Bearer ${token}` },
  })
  if (answer.status === 404) return []
  const body = (await answer.json()) as { entries: Entry[] }
  return body.entries
}

test('every command has its story', () => {
  expect(Object.keys(stories).sort()).toEqual(commandTypes().sort())
})

describe.each([
  ['with JavaScript', 'corner', true],
  ['without JavaScript', 'plain-corner', false],
])('%s', { timeout: 120_000 }, (_how, slug, javaScriptEnabled) => {
  let window: Window
  let reader: Window
  beforeAll(async () => {
    window = await keepWindow({ baseURL: server.url, javaScriptEnabled })
    reader = await keepWindow({ baseURL: server.url })
  })
  afterAll(async () => {
    for (const each of [window, reader]) await each?.page.context().close()
  })

  /** No element of what was typed is on any page that shows it, and no script of it ran; what was typed is there to read. */
  const isOnlyText = async () => {
    const { page, faults } = reader
    await become(page, 'omar', '/')
    const entries = await entriesAfter(slug, -1)
    const launch = `/launches/${slug}`
    for (const path of [
      '/',
      '/launches',
      '/sign-in',
      launch,
      ...['content', 'payment-gateway', 'go-no-go'].map((gate) => `${launch}/gates/${gate}`),
      `${launch}/log`,
      ...entries.map(({ seq }) => `${launch}/log/${seq}`),
    ]) {
      await page.goto(path)
      expect(await page.locator('.cracked').count(), path).toBe(0)
      expect(await page.title(), path).not.toBe('cracked')
    }
    await page.goto(`${launch}/log`)
    const said = await page.locator('main').innerText()
    for (const text of ['title', 'reason', 'note', 'statement', 'text', 'evidence.text'])
      expect(said).toContain(hostile(text))
    expect(faults).toEqual([])
  }

  const all = Object.entries(stories)
  const goLive = all.findIndex(([type]) => type === 'launch.launch')
  const told = async (type: string, { who, at, first, act }: Story) => {
    const { page, faults } = window
    const desk: Desk = { page, slug }
    await first?.(desk)
    const before = (await entriesAfter(slug, -1)).length
    await goes(desk, who, at)
    await act(desk)
    await expect
      .poll(async () => (await entriesAfter(slug, before - 1)).map(({ action, actor }) => `${action} ${actor.id}`), {
        timeout: 10_000,
      })
      .toContain(`${type} ${who}`)
    expect(await page.locator('#refused').count()).toBe(0)
    expect(faults).toEqual([])
  }

  test.each(all.slice(0, goLive))('%s', told)
  test('what was typed until then is text, wherever it is shown', isOnlyText)
  test.each(all.slice(goLive))('%s', told)
  test('what was typed is text still, and the log is whole', async () => {
    await isOnlyText()
    expect(await server.cli('verify', slug)).toContain('verified')
  })
})
