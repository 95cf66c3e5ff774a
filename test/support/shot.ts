import { parseArgs } from 'node:util'
import { chromium as playwright } from 'playwright-core'
import { chromium } from './chromium.ts'

/** A screenshot for developers, in the browser that the tests use. */
const usage = `npm exec -- node test/support/shot.ts URL OUT.png [--width 1280] [--height 900] [--dark] [--full] [--no-js] [--cookie name=value …]`

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    width: { type: 'string', default: '1280' },
    height: { type: 'string', default: '900' },
    dark: { type: 'boolean', default: false },
    full: { type: 'boolean', default: false },
    'no-js': { type: 'boolean', default: false },
    cookie: { type: 'string', multiple: true, default: [] },
  },
})
const [url, path] = positionals
if (url === undefined || path === undefined) {
  console.error(usage)
  process.exit(2)
}

const browser = await playwright.launch(await chromium())
try {
  const context = await browser.newContext({
    viewport: { width: Number(values.width), height: Number(values.height) },
    colorScheme: values.dark ? 'dark' : 'light',
    javaScriptEnabled: !values['no-js'],
  })
  await context.addCookies(
    values.cookie.map((pair) => {
      const at = pair.indexOf('=')
      return { name: pair.slice(0, at), value: pair.slice(at + 1), url: new URL(url).origin }
    }),
  )
  const page = await context.newPage()
  page.on('console', (message) => console.error(`${message.type()}: ${message.text()}`))
  page.on('pageerror', (error) => console.error(`uncaught: ${error.message}`))
  // Not networkidle: a page that listens to a stream is never idle.
  const answer = await page.goto(url, { waitUntil: 'load' })
  await page.evaluate('document.fonts.ready.then(() => undefined)')
  await page.screenshot({ path, fullPage: values.full })
  console.log(`${answer?.status() ?? ''} ${page.url()} → ${path}`)
} finally {
  await browser.close()
}
