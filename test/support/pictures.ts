import { writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { type BrowserContextOptions, type Page, chromium as playwright } from 'playwright-core'
import sharp from 'sharp'
import { seedDemo } from '../../server/demo/seed.ts'
import { chromium } from './chromium.ts'
import { openServedShop, type ServedShop } from './served-shop.ts'

/** The pictures of the README, `npm run pictures`: the demo as it looks on a Thursday morning in Taipei, so that only a change of the pages changes them. */

const thursday = Date.parse('2026-11-26T02:30:00.000Z')
const folder = fileURLToPath(new URL('../../public/', import.meta.url))
/** In bytes, of each. */
const most = 120 * 1024

interface Picture {
  name: string
  who: string
  path: string
  size: { width: number; height: number }
  /** Of this element alone. */
  of?: string
  /** What the person does before. */
  first?: (page: Page) => Promise<void>
}

const pictures: Picture[] = [
  { name: 'launch.png', who: 'priya', path: '/launches/aurora', size: { width: 1280, height: 1085 } },
  { name: 'gate-phone.png', who: 'joon', path: '/launches/aurora/gates/inventory', size: { width: 390, height: 844 } },
  {
    name: 'deploy.png',
    who: 'priya',
    path: '/launches/hello',
    size: { width: 1280, height: 900 },
    of: '.terminal',
    first: (page) => page.locator('#tour summary').click(),
  },
]

const shop = await openServedShop()
shop.now = thursday
await seedDemo(shop.services)
const browser = await playwright.launch(await chromium())
for (const picture of pictures) {
  const png = await take(picture, shop)
  if (png.length > most) throw new Error(`${picture.name} has ${png.length} bytes, more than ${most}`)
  writeFileSync(`${folder}${picture.name}`, png)
  console.log(`public/${picture.name}: ${Math.ceil(png.length / 1024)} KB`)
}
await browser.close()
await shop.close()

async function take({ who, path, size, of, first }: Picture, { url }: ServedShop): Promise<Buffer> {
  const options: BrowserContextOptions = { viewport: size, baseURL: url, colorScheme: 'light', reducedMotion: 'reduce' }
  const context = await browser.newContext(options)
  await context.request.post('/sign-in', { form: { person: who, next: '/' }, maxRedirects: 0 })
  const page = await context.newPage()
  await page.goto(path)
  await page.locator('.live-word:not(.is-off)').waitFor()
  await first?.(page)
  // A team of its own has no bar of the demo.
  if (!of) await page.evaluate("document.querySelector('.demo').remove()")
  await page.evaluate(`for (const each of document.querySelectorAll('.terminal *'))
    for (const text of each.childNodes) if (text.nodeType === 3) text.data = text.data.replaceAll('${url}', 'http://localhost:3000')`)
  await page.evaluate('document.fonts.ready.then(() => undefined)')
  const shot = await (of ? page.locator(of).screenshot() : page.screenshot())
  await context.close()
  return sharp(shot).png({ palette: true, colours: 192, effort: 10 }).toBuffer()
}
