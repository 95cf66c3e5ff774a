import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import ejs from 'ejs'
import { balanced } from '../text/bidi.ts'

const folder = fileURLToPath(new URL('../../views/', import.meta.url))

const readTemplate = (path: string): string => withoutLayout(readFileSync(path, 'utf8'))
ejs.fileLoader = readTemplate

/** What stands between `<%=` and `%>`: whatever it is, its changes of direction end with it. */
const escaped = (value: unknown): string => ejs.escapeXML(balanced(String(value ?? '')))

/**
 * A template of views/ as HTML. It sees one local, `page`: finished words and choices.
 * Templates are read once; in a template `include('/gate/item', { page: value })` starts from views/.
 */
export function render(view: string, page: object): string {
  const filename = `${folder}${view}.ejs`
  let template = ejs.cache.get(filename)
  if (!template) {
    const options = { filename, root: folder, cache: true, _with: false, destructuredLocals: ['page'], escape: escaped }
    template = ejs.compile(String(ejs.fileLoader(filename)), { ...options, async: false })
    ejs.cache.set(filename, template)
  }
  return template({ page })
}

/**
 * A template without its layout: a line break and its indentation are not part of the page between two tags (as in JSX and
 * Vue), before code and before the end of a tag; elsewhere they are one space. `<pre>`, `<textarea>` and code stay as they are.
 */
export function withoutLayout(text: string): string {
  const template = text.trim()
  const verbatimOrBreak = /<%[\s\S]*?%>|<(pre|textarea)\b[\s\S]*?<\/\1>|\s*\n\s*/g
  return template.replace(verbatimOrBreak, (match, _tag: string | undefined, at: number) => {
    if (match.trim() !== '') return match
    const next = template.slice(at + match.length)
    const isNothing = next.startsWith('>') || /^<%[^=]/.test(next) || (template[at - 1] === '>' && next.startsWith('<'))
    return isNothing ? '' : ' '
  })
}
