import type { Locator, Page } from 'playwright-core'
import type { ServedShop } from '../support/served-shop.ts'
import { become, follow, labelled, meanwhile, unfold } from './people.ts'

/** How a person comes to a form of a launch, fills it in and presses its button. */

/** Markup that no page may take for its own. */
export const hostile = (text: string) => `${text} <b class="cracked">x</b><script>document.title='cracked'</script>`

/** The window at which people take turns. */
export interface Desk {
  shop: ServedShop
  page: Page
  slug: string
  /** Who has come by links, and where to. */
  found: Set<string>
}
export type Place = 'launch' | 'content' | 'payment-gateway' | 'go-no-go'

/**
 * From the first page to the list of launches, to the launch, to its gate: by links. Whoever has found a place this way goes there
 * directly when they come again.
 */
export async function goes(desk: Desk, who: string, at: Place | 'launches'): Promise<void> {
  const { page, slug, found } = desk
  const way = `${who} ${at}`
  const launch = `/launches/${slug}`
  if (at !== 'launches' && found.has(way)) return become(page, who, at === 'launch' ? launch : `${launch}/gates/${at}`)
  await become(page, who, '/')
  await page.getByRole('link', { name: 'Launches', exact: true }).click()
  if (at === 'launches') return
  const listed = page.locator(`main a[href="${launch}"]`)
  for (const tab of ['Live', 'Archived'])
    if ((await listed.count()) === 0) await follow(page, page.locator('main .tabs a', { hasText: tab }))
  await follow(page, listed)
  if (at !== 'launch') await follow(page, page.locator(`#gate-${at} a`))
  found.add(way)
}

/** What happened before a story: commands of others, each with the version that the launch has by then. */
export async function had({ shop, slug }: Desk, ...commands: [who: string, command: object][]): Promise<void> {
  for (const [who, command] of commands) {
    const ifVersion = await shop.version(slug)
    await meanwhile(shop, who, slug, { ...command, ifVersion })
  }
}

/** What stands in fields by their labels; every other text field of the form gets markup. */
export type Fields = Record<string, string | true | { name: string; body: string }>

/** Presses what has this label in `within`; where it leads to a page that asks first, what that page has. */
export async function presses({ page }: Desk, label: string, fields: Fields = {}, within = 'main'): Promise<void> {
  const named = page.getByRole('link', { name: labelled(label), includeHidden: true })
  const link = page.locator(`${within} a:not([href^="#"])`).and(named).first()
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
