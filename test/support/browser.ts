import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import { inject, onTestFinished } from 'vitest'

/** The browser of this run, in real Chromium; started by the first who asks. */
export async function browser(): Promise<Browser> {
  connection ??= connect()
  const connected = await connection
  if (connected.isConnected()) return connected
  connection = undefined
  return browser()
}
let connection: Promise<Browser> | undefined

async function connect(): Promise<Browser> {
  const answer = await fetch(inject('browserDoor'))
  const text = await answer.text()
  if (!answer.ok) throw new Error(`There is no browser: ${text}`)
  return chromium.connect(text)
}

/** A window of a person's own: no cookie or storage is shared with another one. */
export interface Window {
  page: Page
  /** What went wrong in the page so far: uncaught errors, and console errors other than Chromium's line for a refused request. */
  faults: string[]
}

/** Without a graphics card a transition between two pages takes a second; whoever tests what moves says so. */
const usual = { viewport: { width: 1280, height: 600 }, reducedMotion: 'reduce' as const }

/**
 * Opens a window at a blank page; it is closed when the test that opened it is over. Relative addresses go by `baseURL`.
 * Options are Playwright's; unless told the size is 1280 × 600, and motion is reduced.
 */
export async function openWindow(options: BrowserContextOptions = {}): Promise<Window> {
  const window = await keepWindow(options)
  onTestFinished(() => window.page.context().close())
  return window
}

/** The same for a story of several tests: whoever opened it closes its context. */
export async function keepWindow(options: BrowserContextOptions = {}): Promise<Window> {
  const context = await (await browser()).newContext({ ...usual, ...options })
  const page = await context.newPage()
  const faults: string[] = []
  page.on('pageerror', (error) => faults.push(`uncaught: ${error.message}`))
  page.on('console', (message) => {
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource')) faults.push(message.text())
  })
  return { page, faults }
}
