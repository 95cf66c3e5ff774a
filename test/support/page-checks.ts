import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { gzipSync } from 'node:zlib'
import type { AxeResults, RunOptions } from 'axe-core'
import { HtmlValidate } from 'html-validate'
import type { Page, Response } from 'playwright-core'

/** What is wrong with a page, as lines that name the rule and the place; none when it is in order. */

/** In bytes, compressed as they are sent. */
const mostOfPage = 60 * 1024

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
/** WCAG 2.2 AA with all that it contains, and what is good practice beyond it. */
const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']
/** Of all rules, those whose answer depends on colors: a theme changes nothing else. */
const rulesOfColor = ['color-contrast', 'link-in-text-block']

const html = new HtmlValidate({
  extends: ['html-validate:recommended'],
  rules: {
    // Titles of people and of launches are theirs, up to 200 characters.
    'long-title': 'off',
    // How templates are written, which says nothing about the page: their layout is removed.
    'no-trailing-whitespace': 'off',
    'attr-quotes': 'off',
    // Several checkboxes of one name are one answer.
    'form-dup-name': ['error', { shared: ['button', 'checkbox', 'radio', 'reset', 'submit'] }],
    // In a drawing there is no other list; elsewhere `ul` and `ol` are.
    'prefer-native-element': ['error', { exclude: ['list', 'listitem'] }],
    // A list without marks is no list to Safari, unless it has its role.
    'no-redundant-role': 'off',
  },
})

/** A bar that sticks to the end of a screen hides what is scrolled from under it: on so high a screen it hides nothing. */
const height = 5000
const widths = [1280, 390] as const
const themes = ['light', 'dark'] as const

/** Everything that is checked of the page that this window has opened with this answer. */
export async function faultsOf(page: Page, answer: Response): Promise<string[]> {
  const text = await answer.text()
  const faults = [...faultsOfHtml(text), ...faultsOfPolicy(text), ...faultsOfSize(text)]
  await page.evaluate(axe)
  for (const width of widths)
    for (const theme of themes) {
      await page.setViewportSize({ width, height })
      await page.emulateMedia({ colorScheme: theme })
      const found = await violations(page, theme === 'light' ? { runOnly: tags } : { runOnly: rulesOfColor })
      faults.push(...found.map((fault) => `${width} ${theme}: ${fault}`))
    }
  return [...faults, ...(await faultsOfWidth(page))]
}

async function violations(page: Page, options: RunOptions): Promise<string[]> {
  const asked = JSON.stringify({ ...options, resultTypes: ['violations'] })
  const { violations } = await page.evaluate<AxeResults>(`axe.run(document, ${asked})`)
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id} at ${target.join(' ')}: ${failureSummary?.replaceAll('\n', ' ')}`),
  )
}

function faultsOfHtml(text: string): string[] {
  const { results } = html.validateStringSync(text)
  return results.flatMap(({ messages }) =>
    messages.map(({ ruleId, message, selector }) => `${ruleId} at ${selector}: ${message}`),
  )
}

/** What the content security policy silences. */
function faultsOfPolicy(text: string): string[] {
  const found = text.match(/\sstyle="[^"]*"|<style\b|\son[a-z]+="[^"]*"|<script\b[^>]*>(?!<\/script>)/g) ?? []
  return found.map((each) => `inline style or code: ${each}`)
}

function faultsOfSize(text: string): string[] {
  const size = gzipSync(text).length
  return size > mostOfPage ? [`page of ${size} bytes`] : []
}

/** On the narrowest phone nothing has to be moved sideways. */
async function faultsOfWidth(page: Page): Promise<string[]> {
  await page.setViewportSize({ width: 320, height: 844 })
  const width = await page.evaluate<number>('document.documentElement.scrollWidth')
  return width > 320 ? [`320: ${width} px wide`] : []
}
