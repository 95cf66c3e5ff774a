import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { AxeResults, RunOptions } from 'axe-core'
import type { Page } from 'playwright-core'
import { keepWindow } from './browser.ts'

/**
 * A window that shows copies of pages, one after the other, without loading anything: their style sheets and axe are there already, and
 * Chromium has compiled axe. In a window that goes from page to page axe costs more than twice the CPU time.
 */
export interface PageCopy {
  /** Shows the page as it stands in its own window now, at its address and with what its scripts have made of it. */
  show(page: Page): Promise<void>
  /** What axe finds in one theme, as lines that name the rule and the place. */
  violations(theme: 'light' | 'dark', options: RunOptions): Promise<string[]>
  close(): Promise<void>
}

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** A bar that sticks to the end of a screen hides what is scrolled from under it: on so high a screen it hides nothing. */
export const height = 5000

/** A window of this width; `start` is an address of the site whose pages are copied. */
export async function openPageCopy(start: string, width: number): Promise<PageCopy> {
  const { page: copy } = await keepWindow({ viewport: { width, height } })
  await copy.goto(start)
  await copy.evaluate(axe)
  return {
    async show(page) {
      const original = await page.evaluate<Original>(read)
      await copy.evaluate(`(${write})(${JSON.stringify(original)})`)
    },
    async violations(theme, options) {
      await copy.emulateMedia({ colorScheme: theme })
      const asked = JSON.stringify({ ...options, resultTypes: ['violations'] })
      const { violations } = await copy.evaluate<Pick<AxeResults, 'violations'>>(
        `axe.run(document, ${asked}).then(({ violations }) => ({ violations }))`,
      )
      return violations.flatMap(({ id, nodes }) =>
        nodes.map(
          ({ target, failureSummary }) => `${id} at ${target.join(' ')}: ${failureSummary?.replaceAll('\n', ' ')}`,
        ),
      )
    },
    close: () => copy.context().close(),
  }
}

interface Original {
  url: string
  html: [name: string, value: string][]
  head: string[]
  body: [name: string, value: string][]
  content: string
}

const read = `(() => {
  const { documentElement, head, body } = document
  const attributes = (element) => [...element.attributes].map(({ name, value }) => [name, value])
  return {
    url: location.href,
    html: attributes(documentElement),
    head: [...head.children].map(({ outerHTML }) => outerHTML),
    body: attributes(body),
    content: body.innerHTML,
  }
})()`

/** What is parsed as inner HTML runs no script. What both heads have stays, so that no style sheet is loaded again. */
const write = `async ({ url, html, head, body, content }) => {
  history.replaceState(null, '', url)
  const root = document.documentElement
  const setAttributes = (element, wanted) => {
    for (const { name } of [...element.attributes]) element.removeAttribute(name)
    for (const [name, value] of wanted) element.setAttribute(name, value)
  }
  for (const element of [...document.head.children]) if (!head.includes(element.outerHTML)) element.remove()
  const here = [...document.head.children].map(({ outerHTML }) => outerHTML)
  for (const each of head.filter((each) => !here.includes(each))) {
    const holder = document.createElement('template')
    holder.innerHTML = each
    const element = document.importNode(holder.content, true).firstElementChild
    const isSheet = element.matches('link[rel=stylesheet]')
    const loaded = isSheet && new Promise((resolve, reject) => Object.assign(element, { onload: resolve, onerror: reject }))
    document.head.append(element)
    await loaded
  }
  setAttributes(root, html)
  setAttributes(document.body, body)
  document.body.innerHTML = content
  if (document.body.innerHTML !== content) throw new Error('The copy of ' + url + ' is another page.')
}`
