import { gzipSync } from 'node:zlib'
import { HtmlValidate } from 'html-validate'
import type { Page, Response } from 'playwright-core'
import { height, openPageCopy } from './page-copy.ts'

/** What is wrong with a page, as lines that name the rule and the place; none when it is in order. */

/** In bytes, compressed as they are sent. */
const mostOfPage = 60 * 1024

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

const widths = [1280, 390] as const
/** The smallest that a page must fit without being moved sideways. */
export const narrowest = { width: 320, height }

/** Checks pages of one site. */
export interface PageChecks {
  /** Everything that is checked of the page that a window of the narrowest size has opened with this answer. */
  faultsOf(page: Page, answer: Response): Promise<string[]>
  close(): Promise<void>
}

/** `start` is an address of the site. */
export async function openPageChecks(start: string): Promise<PageChecks> {
  const copies = await Promise.all(widths.map(async (width) => ({ width, copy: await openPageCopy(start, width) })))
  return {
    async faultsOf(page, answer) {
      const faults = [...faultsOfText(await answer.text()), ...(await faultsOfWidth(page))]
      for (const { width, copy } of copies) {
        await copy.show(page)
        for (const [theme, runOnly] of [
          ['light', tags],
          ['dark', rulesOfColor],
        ] as const)
          faults.push(
            ...(await copy.violations(theme, { runOnly: [...runOnly] })).map((fault) => `${width} ${theme}: ${fault}`),
          )
      }
      return faults
    },
    async close() {
      for (const { copy } of copies) await copy.close()
    },
  }
}

/** What can be seen in the page as it is sent. */
export const faultsOfText = (text: string): string[] => [
  ...faultsOfHtml(text),
  ...faultsOfPolicy(text),
  ...faultsOfSize(text),
]

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

async function faultsOfWidth(page: Page): Promise<string[]> {
  const [window, content] = await page.evaluate<[number, number]>(
    '[document.documentElement.clientWidth, document.documentElement.scrollWidth]',
  )
  if (window !== narrowest.width) throw new Error(`The window is ${window} px wide.`)
  return content > window ? [`${window}: ${content} px wide`] : []
}
