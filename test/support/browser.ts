import { type Browser, type BrowserContextOptions, type Page, chromium as playwright } from 'playwright-core'
import { onTestFinished } from 'vitest'
import { chromium } from './chromium.ts'

/** The browser of this worker, in real Chromium: started by the first test that asks for it, and ended with the worker. */
export async function browser(): Promise<Browser> {
  started ??= chromium().then((how) => playwright.launch(how))
  const running = await started
  if (running.isConnected()) return running
  started = undefined
  return browser()
}
let started: Promise<Browser> | undefined

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
