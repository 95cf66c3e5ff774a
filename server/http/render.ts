import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import ejs, { type TemplateFunction } from 'ejs'
import { balanced } from '../text/bidi.ts'

const folder = fileURLToPath(new URL('../../views/', import.meta.url))
// A file ends with a line's end; what it draws does not, or a comma would stand apart from the name before it.
ejs.fileLoader = (path) => readFileSync(path, 'utf8').trimEnd()

const compiled = new Map<string, TemplateFunction>()

/** What stands between `<%=` and `%>`: whatever it is, its changes of direction end with it. */
const escaped = (value: unknown): string => ejs.escapeXML(balanced(String(value ?? '')))

/**
 * A template of views/ as HTML. It sees one local, `page`: finished words and choices.
 * Templates are read once; in a template `include('/gate/item', { page: value })` starts from views/.
 */
export function render(view: string, page: object): string {
  let template = compiled.get(view)
  if (!template) {
    const filename = `${folder}${view}.ejs`
    const options = { filename, root: folder, cache: true, _with: false, destructuredLocals: ['page'], escape: escaped }
    template = ejs.compile(readFileSync(filename, 'utf8'), { ...options, async: false })
    compiled.set(view, template)
  }
  return template({ page })
}
