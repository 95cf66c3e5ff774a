import type supertest from 'supertest'
import { expect } from 'vitest'
import { confirmationPaths } from '../../server/pages/confirm/confirmations.ts'

/** Reads a page like a person does: what it says, what can be pressed, what a form would send. */

const entities: Record<string, string> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&#34;': '"',
  '&quot;': '"',
  '&#39;': '’',
}
const plain = (html: string) => html.replace(/&(amp|lt|gt|quot|#34|#39);/g, (each) => entities[each] ?? each)
/** What can be read, without tags, in one line. */
export const textOf = (html: string): string =>
  plain(
    html
      .replace(/<(script|style|svg)[\s\S]*?<\/\1>/g, ' ')
      // These stand inside a word or beside a comma.
      .replace(/<\/?bdi[^>]*>/g, '')
      .replace(/<[^>]*>/g, ' '),
  )
    .replace(/\s+/g, ' ')
    .trim()

export interface FormOnPage {
  id: string
  action: string
  html: string
  /** Hidden fields as they would be sent. */
  hidden: Record<string, string>
  /** Sent as multipart/form-data. */
  inParts: boolean
  text: string
}

const attribute = (tag: string, name: string) => plain(new RegExp(`\\s${name}="([^"]*)"`).exec(tag)?.[1] ?? '')

/** Every form of a page, but for the choice of the language, which stands at the foot of each. */
export function formsOf(html: string): FormOnPage[] {
  const [page = ''] = html.split('<footer')
  return [...page.matchAll(/<form\b[^>]*>[\s\S]*?<\/form>/g)].map(([form]) => {
    const [head = ''] = /<form\b[^>]*>/.exec(form) ?? []
    const hidden = [...form.matchAll(/<input type="hidden"[^>]*>/g)].map(([tag]) => [
      attribute(tag, 'name'),
      attribute(tag, 'value'),
    ])
    return {
      id: attribute(head, 'id'),
      action: attribute(head, 'action'),
      html: form,
      hidden: Object.fromEntries(hidden),
      inParts: attribute(head, 'enctype') === 'multipart/form-data',
      text: textOf(form),
    }
  })
}

/** The form of this id; fails the test with those that are there. */
export function formOf(answer: supertest.Response, id: string): FormOnPage {
  const forms = formsOf(answer.text)
  const form = forms.find((each) => each.id === id)
  expect(form, `a form ${id} among ${forms.map((each) => each.id).join(', ')}`).toBeDefined()
  return form ?? { id, action: '', html: '', hidden: {}, inParts: false, text: '' }
}

export const hasForm = (html: string, id: string): boolean => formsOf(html).some((form) => form.id === id)

const asking = Object.values(confirmationPaths).map((path) => path.replaceAll(/:\w+/g, '[\\w-]+'))

/** Where the links of a page lead that ask before something is done, each once. */
export const askingIn = (html: string): string[] => [
  ...new Set(
    [...html.matchAll(/<a\b[^>]*\shref="([^"#]+)"/g)]
      .map(([, href]) => plain(href ?? ''))
      .filter((href) => new RegExp(`^/launches/[\\w-]+(${asking.join('|')})(\\?|$)`).test(href)),
  ),
]

/** What stands in the field of this name: typed, chosen, or the value of a box that is checked; null where there is no such field. */
export function standsIn(html: string, name: string): string | null {
  const named = `name="${name.replaceAll('.', '\\.')}"`
  const text = new RegExp(`<textarea[^>]*${named}[^>]*>\\n?([\\s\\S]*?)</textarea>`).exec(html)?.[1]
  if (text !== undefined) return plain(text)
  const select = new RegExp(`<select[^>]*${named}[^>]*>([\\s\\S]*?)</select>`).exec(html)?.[1]
  if (select !== undefined) return attribute(/<option[^>]*\sselected[^>]*>/.exec(select)?.[0] ?? '', 'value')
  const input = [...html.matchAll(/<input[^>]*>/g)].find(([tag]) => new RegExp(`\\s${named}`).test(tag))?.[0]
  if (input === undefined || (/type="(checkbox|radio)"/.test(input) && !/\schecked/.test(input))) return null
  return attribute(input, 'value')
}

/** What an element of this id says. */
export function saysAt(html: string, id: string): string {
  const found = new RegExp(`<(\\w+)[^>]*\\sid="${id}"[^>]*>([\\s\\S]*?)</\\1>`).exec(html)
  return textOf(found?.[2] ?? '')
}

/** The sentences that are announced. */
export const alertsIn = (html: string): string[] =>
  [...html.matchAll(/<(\w+)[^>]*role="alert"[^>]*>([\s\S]*?)<\/\1>/g)].map(([, , inside]) => textOf(inside ?? ''))

/** The section whose heading has this id; empty where there is none. */
export const sectionOf = (html: string, heading: string): string =>
  new RegExp(`<section[^>]*aria-labelledby="${heading}"[\\s\\S]*?</section>`).exec(html)?.[0] ?? ''

/** The row of a launch in a table; empty where there is none. */
export const rowOf = (html: string, launch: string): string =>
  new RegExp(`<tr(?:(?!<tr)[\\s\\S])*/launches/${launch}"[\\s\\S]*?</tr>`).exec(html)?.[0] ?? ''
