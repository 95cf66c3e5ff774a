import type { BrowserContext, Cookie, Locator, Page } from 'playwright-core'
import { expect } from 'vitest'
import { runBeside } from '../cli/run.ts'
import { openServedShop, type ServedShop } from '../support/served-shop.ts'
import { castOf } from '../support/shop.ts'

/** What people do in the browser, by clicks and typing only. */

const names: Record<string, string> = {
  priya: 'Priya Nair',
  helen: 'Helen Cho',
  tom: 'Tom Becker',
  ana: 'Ana Ruiz',
  lin: '林雅婷',
  sam: 'Sam Okafor',
  joon: '박준',
  wei: '陳偉',
  marta: 'Marta Silva',
  ben: 'Ben Ito',
  chloe: 'Chloe Martin',
  yuna: '김유나',
  fay: 'Fay Stone',
  omar: 'Omar Haddad',
}

/** How the pages call somebody of the cast. */
export const nameOf = (who: string): string => names[who] ?? who

/** The demo, served now, and a draft of the essential pipeline in it, whose lead is Priya. */
export async function servedWith(slug: string, title: string): Promise<ServedShop> {
  const shop = await openServedShop({ demo: true, isRunning: true })
  await drafted(shop, slug, title)
  return shop
}

/** One more draft of the essential pipeline, whose lead is Priya. */
export async function drafted(shop: ServedShop, slug: string, title: string): Promise<void> {
  const pipeline = 'ecommerce-essential'
  const people = await castOf(shop.store, await shop.services.pipelines.get(pipeline))
  const when = { targetAt: '2027-03-01T10:00:00+09:00', timeZone: 'Asia/Seoul' }
  const answer = await send(shop, 'priya', '', { pipeline, slug, title, ...when, people })
  expect(answer.status, await answer.text()).toBe(201)
}

/** What happens elsewhere, or has happened before a story begins: a command of somebody that no window of it shows. */
export async function meanwhile(shop: ServedShop, who: string, slug: string, command: object): Promise<void> {
  const answer = await send(shop, who, `/${slug}/commands`, command)
  expect(answer.status, await answer.text()).toBe(200)
}

/** The log of every launch was rebuilt and replayed, and of these nothing is missing. */
export async function areWhole(shop: ServedShop, slugs: readonly string[]): Promise<void> {
  const said = await runBeside(shop.services.config, 'verify')
  for (const slug of slugs) expect(said).toContain(`${slug}: verified, ${await shop.version(slug)} entries`)
}

async function send(shop: ServedShop, who: string, path: string, body: object): Promise<Response> {
  const headers = { Authorization: `Bearer ${await shop.token(who)}`, 'Content-Type': 'application/json' }
  return fetch(`${shop.url}/api/v1/launches${path}`, { method: 'POST', headers, body: JSON.stringify(body) })
}

/** Picks somebody on the sign-in page and goes on to `path`. */
export async function pick(page: Page, who: string, path: string): Promise<void> {
  await page.goto(`/sign-in?next=${encodeURIComponent(path)}`)
  await page.getByRole('button', { name: nameOf(who) }).click()
  await page.waitForURL(`**${path}`)
}

/** The cookies of everybody who signed in at a window: whoever comes back goes on with their own session. */
const sessions = new WeakMap<BrowserContext, Map<string, Cookie[]>>()

/** Goes to `path` as somebody. The sign-in page, which is not the subject of most tests, is not loaded: its form is posted. */
export async function become(page: Page, who: string, path: string): Promise<void> {
  await signInAs(page, who)
  await open(page, path)
}

/** The answer to a form may just be leading the page elsewhere: then this page is asked for again until that is over. */
async function open(page: Page, path: string): Promise<void> {
  const end = Date.now() + 15_000
  const isLedElsewhere = (error: unknown) => /interrupted by another navigation|net::ERR_ABORTED/.test(String(error))
  const arrives = () =>
    page.goto(path).then(
      () => true,
      (error: unknown) => {
        if (Date.now() < end && isLedElsewhere(error)) return false
        throw error
      },
    )
  while (!(await arrives())) await page.waitForTimeout(100)
}

/** From its next page on a window is somebody's; what it shows stays. */
export async function signInAs(page: Page, who: string): Promise<void> {
  const context = page.context()
  const known = sessions.get(context) ?? new Map<string, Cookie[]>()
  sessions.set(context, known)
  await context.clearCookies()
  const session = known.get(who)
  if (session === undefined) {
    const answer = await context.request.post('/sign-in', { form: { person: who }, maxRedirects: 0 })
    expect(answer.status(), await answer.text()).toBe(303)
    known.set(who, await context.cookies())
  } else await context.addCookies(session)
}

/** On the form of a new launch: with scripts the choice itself shows the pipeline's questions and roles, without them a button does. */
export async function choosePipeline(page: Page, title: string): Promise<void> {
  await page.getByText(title, { exact: true }).click()
  const chosen = await page.locator('input[name=pipeline]:checked').getAttribute('value')
  const button = page.getByRole('button', { name: 'Update questions and roles' })
  if (await button.isVisible()) await button.click()
  await page.locator(`input[name=shown][value="${chosen}"]`).waitFor({ state: 'attached' })
}

/** Every session of a window has ended: whoever comes back signs in again. */
export const endSessions = (page: Page) => sessions.delete(page.context())

export type Evidence =
  | { kind: 'none' }
  | { kind: 'note' | 'link'; text: string }
  | { kind: 'number'; value: string }
  | { kind: 'file' | 'junit'; name: string; type: string; body: string }

/**
 * Gives an item what it asks for, and presses its button. What folds its form away is opened first; where the item has a link to a page
 * that says what will follow instead, that page is gone to.
 */
export async function tick(page: Page, item: string, evidence: Evidence): Promise<void> {
  const row = page.locator(`#item-${item}`)
  const asks = row.locator('a[href$="/check"]')
  const isAsked = (await asks.count()) > 0
  if (isAsked) await follow(page, asks)
  const place = isAsked ? page.locator('main') : row
  const button = place.locator('form[id^="f-gate-tick"] button[type=submit]').first()
  await unfold(button)
  if (evidence.kind === 'note') await place.getByLabel('Note').fill(evidence.text)
  if (evidence.kind === 'link') await place.locator('input[type=url]').fill(evidence.text)
  if (evidence.kind === 'number') await place.locator('input[inputmode=decimal]').fill(evidence.value)
  if (evidence.kind === 'file' || evidence.kind === 'junit')
    await place
      .locator('input[type=file]')
      .setInputFiles({ name: evidence.name, mimeType: evidence.type, buffer: Buffer.from(evidence.body) })
  await button.click()
  await ticked(page, item)
}

/** Goes where a link leads; what folds it away is opened first. */
export async function follow(page: Page, link: Locator): Promise<void> {
  const href = await link.getAttribute('href')
  await unfold(link)
  await link.click()
  await page.waitForURL(`**${href}`)
}

export async function ticked(page: Page, item: string): Promise<void> {
  await page.locator(`#item-${item}.is-ticked, #item-${item}.is-completed`).waitFor({ state: 'attached' })
}

/** In two days, as a field for a date and a time takes it. */
export const soon = () => `${new Date(Date.now() + 2 * 86_400_000).toISOString().slice(0, 10)}T18:00`

/** What is read out as this label, whatever it says after it that it is about. */
export const labelled = (label: string): RegExp =>
  new RegExp(`^${label.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}\\s?(:|$)`)

/**
 * Presses the button of this label, where a person sees one. What folds its form away is opened first; where the page has a link of this label instead, it leads to a page that says what will follow, and that page is gone to. Then `fill`
 * is called for what is asked there.
 */
export async function press(page: Page, label: string, fill?: () => Promise<void>): Promise<void> {
  const main = page.locator('main')
  const name = labelled(label)
  // An address that begins with # is a place of the same page.
  const link = main.locator('a:not([href^="#"])').and(page.getByRole('link', { name, includeHidden: true }))
  if ((await link.count()) > 0) await follow(page, link.first())
  else await unfold(main.getByRole('button', { name, includeHidden: true }).last())
  await fill?.()
  await main.getByRole('button', { name }).last().click()
}

/** Types into the field of this label that can be seen. */
export const type = (page: Page, label: string, text: string) =>
  page.getByLabel(label).filter({ visible: true }).fill(text)

/** The sentence under the title. */
export const says = (page: Page, text: string | RegExp) =>
  expect.poll(() => page.locator('#say').innerText(), { timeout: 10_000, interval: 100 }).toMatch(text)

/** Opens, from the outside in, whatever folds an element away. */
export async function unfold(element: Locator): Promise<void> {
  const folds = element.locator('xpath=ancestor::details[not(@open)]/summary')
  while ((await folds.count()) > 0) await folds.first().click()
}
