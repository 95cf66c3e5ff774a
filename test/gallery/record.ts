import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import ejs from 'ejs'
import { render } from '../../server/http/render.ts'

/** Takes down what each partial is drawn with while real pages are drawn: the gallery invents no data. */

/** A partial with something that a page gave it. */
export interface Drawing {
  view: string
  page: object
}

const views = fileURLToPath(new URL('../../views/', import.meta.url))
const recorder = Symbol.for('launchgate.gallery')
const drawings: Drawing[] = []
let isOn = false
let usualLoader: typeof ejs.fileLoader

/** Templates are compiled once, so those that this process has drawn are compiled again. */
export function startRecording(): void {
  Reflect.set(globalThis, recorder, (view: string, page: object) => {
    if (isOn) drawings.push({ view, page })
  })
  const load = ejs.fileLoader
  usualLoader = load
  ejs.clearCache()
  ejs.fileLoader = (path) => {
    const view = path.slice(views.length).replace(/\.ejs$/, '')
    return `<% globalThis[Symbol.for('launchgate.gallery')]('${view}', page) %>${load(path)}`
  }
  isOn = true
}

/** Every partial, by name, that another template includes. */
export function partials(): string[] {
  const files = readdirSync(views, { recursive: true, encoding: 'utf8' }).filter((each) => each.endsWith('.ejs'))
  const included = files.flatMap((file) => [
    ...readFileSync(`${views}${file}`, 'utf8').matchAll(/include\('\/([\w/-]+)'/g),
  ])
  return [...new Set(included.map(([, name = '']) => name))].sort()
}

/** What was drawn, each partial in every form that it has: two forms differ in their tags and classes, not in their words. */
export function recorded(): Map<string, string[]> {
  isOn = false
  const names = new Set(partials())
  const forms = new Map<string, Map<string, string>>()
  for (const { view, page } of drawings.filter((each) => names.has(each.view))) {
    const html = render(view, page)
    const known = forms.get(view) ?? new Map<string, string>()
    forms.set(view, known.set(formOf(html), known.get(formOf(html)) ?? html))
  }
  ejs.fileLoader = usualLoader
  ejs.clearCache()
  return new Map([...forms].map(([view, htmls]) => [view, [...htmls.values()]]))
}

function formOf(html: string): string {
  const tags = [...html.matchAll(/<(\w+)(?:[^>]*?\sclass="([^"]*)")?[^>]*>/g)]
  const parts = tags.map(([, tag, names = '']) => `${tag}.${names}`)
  // Three rows of one kind look like two.
  return parts.filter((part, at) => part !== parts[at - 1]).join(' ')
}
