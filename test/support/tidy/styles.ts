import { posix } from 'node:path'
import { placeOf, type Source } from './source.ts'

/** Templates and styles are written for people to read. Each rule returns a sentence for each breach, as those of rules.ts. */

const longestLine = 160
const longestStyle = 500

export function longLines(view: Source): string[] {
  return view.text.split('\n').flatMap((line, at) => {
    if (line.length <= longestLine) return []
    return [`${view.path}:${at + 1} has ${line.length} characters: write one element a line, or a partial.`]
  })
}

export function longStyles(style: Source): string[] {
  const lines = style.text.split('\n').length - 1
  if (lines <= longestStyle) return []
  return [`${style.path}:1 has ${lines} lines: give each thing a stylesheet of its own in public/css/parts/.`]
}

/** Stylesheets that public/css/app.css does not import: no page would have them. */
export function forgottenStyles(styles: Source[]): string[] {
  const index = 'public/css/app.css'
  const text = styles.find(({ path }) => path === index)?.text ?? ''
  const imported = [...text.matchAll(/^@import "(.+)";$/gm)].map(([, name = '']) => posix.join('public/css', name))
  return styles
    .filter(({ path }) => path !== index && !imported.includes(path))
    .map(({ path }) => `${path}:1 is in no page: import it in ${index}.`)
}

const blank = (text: string) => text.replace(/[^\n]/g, ' ')
/** htmx sets them while a request is on its way. */
const ofHtmx = ['htmx-request']

/** Classes that no template draws and no script or page names. `users` are the templates, the scripts and the server's pages. */
export function unusedClasses(styles: Source[], users: Source[]): string[] {
  const used = new Set(ofHtmx)
  const families: string[] = []
  for (const { text } of users) {
    for (const [, value = ''] of text.matchAll(/\bclass="((?:<%[\s\S]*?%>|[^"])*)"/g)) {
      for (const [, family = ''] of value.matchAll(/([\w-]+-)<%=/g)) families.push(family)
      for (const name of value.replace(/<%[\s\S]*?%>/g, ' ').split(/\s+/)) used.add(name)
    }
    for (const [, words = ''] of text.matchAll(/['"`]([\w. -]+)['"`]/g))
      for (const name of words.split(/[. ]/)) used.add(name)
  }
  return styles.flatMap((style) => {
    const css = style.text.replace(/\/\*[\s\S]*?\*\/|"[^"\n]*"/g, blank)
    return [...css.matchAll(/\.([a-z][\w-]*)(?=[^;{}]*\{)/gi)]
      .filter(([, name = '']) => !used.has(name) && !families.some((family) => name.startsWith(family)))
      .map((hit) => `${placeOf(style, hit.index)} styles ${hit[0]}, which nothing draws: delete the rule.`)
  })
}
