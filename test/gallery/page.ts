/** The gallery: a list of the partials, and a page for each with every form that it was drawn in. */

/** Of one partial; more forms than these differ in little. */
const most = 40

const wrappers: Record<string, [open: string, close: string]> = {
  li: ['<ul>', '</ul>'],
  tr: ['<table><tbody>', '</tbody></table>'],
  td: ['<table><tbody><tr>', '</tr></tbody></table>'],
  dt: ['<dl>', '</dl>'],
  option: ['<select>', '</select>'],
  a: ['<p>', '</p>'],
  g: ['<svg width="400" height="120">', '</svg>'],
}

/** Rows whose looks come from their list. */
const lists: Record<string, string> = {
  'demo/step': 'todo',
  'gate/item': 'items',
  'launch/gate-row': 'rows',
  'launch/wait': 'waits',
  'my-tasks/gate-row': 'rows',
}

/** By the name of the partial: `launch/wait`. */
export type Drawn = ReadonlyMap<string, readonly string[]>

export function listPage(drawn: Drawn, styles: string): string {
  const names = [...drawn.keys()].sort()
  const folders = [...new Set(names.map((name) => name.replace(/\/.*/, '')))]
  const sections = folders.map((folder) => {
    const rows = names
      .filter((name) => name.startsWith(`${folder}/`))
      .map((name) => `<li><a href="/${name}">${name}</a> <span class="meta">${drawn.get(name)?.length}</span></li>`)
    return `<section class="section"><header><h2>${folder}</h2></header><ul>${rows.join('')}</ul></section>`
  })
  return pageOf('Gallery', sections.join('\n'), drawn, styles)
}

/** Null when there is no such partial. */
export function partialPage(name: string, drawn: Drawn, styles: string): string | null {
  const htmls = drawn.get(name)
  if (htmls === undefined) return null
  const forms = htmls.slice(0, most).map((html) => `<div class="panel">${inContext(name, html)}</div>`)
  return pageOf(name, `<p><a href="/">Gallery</a></p>\n${forms.join('\n')}`, drawn, styles)
}

function pageOf(title: string, body: string, drawn: Drawn, styles: string): string {
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<link rel="stylesheet" href="${styles}">
</head>
<body>
${drawn.get('layout/mark-symbols')?.[0] ?? ''}
<main class="wrap">
<h1>${title}</h1>
${body}
</main>
</body>
</html>`
}

/** A row stands in a list, and a cell in a table. */
function inContext(name: string, html: string): string {
  const [, tag = ''] = /^\s*<(\w+)/.exec(html) ?? []
  const [open, close] = wrappers[tag] ?? ['', '']
  const list = lists[name]
  return list === undefined ? `${open}${html}${close}` : `<ul class="${list}">${html}</ul>`
}
