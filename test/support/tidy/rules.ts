import { posix } from 'node:path'
import {
  bare,
  isNode,
  literalsOf,
  nameOf,
  nodesOf,
  placeOf,
  propertyOf,
  type Source,
  textOf,
  withoutLiterals,
} from './source.ts'

/** Each rule returns a sentence for each breach: where it is, and what to do instead. */

interface Import {
  at: number
  /** A path from the root of the project, `node:…`, or the name of a package. */
  target: string
}

export function importsOf(source: Source): Import[] {
  return nodesOf(source).flatMap((node) => {
    const isRequire = node.type === 'CallExpression' && nameOf(node.callee) === 'require'
    const from = isRequire && Array.isArray(node.arguments) ? node.arguments[0] : node.source
    const name = /^(Import|Export|TSImportType|CallExpression)/.test(node.type) ? textOf(from) : null
    if (name === null) return []
    const target = name.startsWith('.') ? posix.join(posix.dirname(source.path), name) : name
    return [{ at: node.start, target }]
  })
}

const isOurs = (target: string) => /^(machines|db|server|views|public|test)\//.test(target) || target.startsWith('..')
const packageOf = (target: string) => target.split('/', target.startsWith('@') ? 2 : 1).join('/')
const drivers = ['better-sqlite3', 'drizzle-orm', 'pg']

/** Which folder may know which; null when this import is in order. */
function againstImport(path: string, target: string): string | null {
  if (path.startsWith('machines/'))
    return target.startsWith('machines/') || ['xstate', 'zod'].includes(target)
      ? null
      : 'machines/ imports xstate, zod and itself only; let the value arrive as an argument'
  if (path.startsWith('db/')) {
    if (isOurs(target) && !/^(machines|db)\//.test(target)) return 'db/ imports machines/ and itself only'
    const [mine, other] = path.startsWith('db/sqlite/') ? ['sqlite', 'postgres'] : ['postgres', 'sqlite']
    if (path.startsWith(`db/${mine}/`) && target.startsWith(`db/${other}/`))
      return 'the two stores never see each other; move what both need into db/'
    const isStore = /^db\/(sqlite|postgres)\//.test(path)
    if (!isStore && path !== 'db/open-store.ts' && /^db\/(sqlite|postgres)\//.test(target))
      return 'only db/open-store.ts knows the stores; use the interface of db/store.ts'
    return !isStore && drivers.includes(packageOf(target)) ? 'a driver belongs to its store in db/*/' : null
  }
  if (path.startsWith('server/')) {
    if (drivers.includes(packageOf(target))) return 'server/ reaches storage by db/store.ts only'
    if (target === 'db/open-store.ts')
      return path === 'server/main.ts' || path.startsWith('server/cli/')
        ? null
        : 'only server/main.ts and server/cli/ open a store; take it from Services'
    if (!isOurs(target) || /^(machines|server)\//.test(target)) return null
    return ['db/store.ts', 'db/directory.ts', 'db/verify.ts', 'db/seal.ts'].includes(target)
      ? null
      : 'of db/, server/ imports store.ts, directory.ts, verify.ts and seal.ts; of the other folders, machines/ and itself'
  }
  if (!path.startsWith('public/') || target.startsWith('public/js/')) return null
  return 'public/js/ imports itself only; load a file of its own in the page'
}

export function importRules(source: Source): string[] {
  if (source.path.startsWith('views/'))
    return [...source.text.matchAll(/<%(?!#)[\s\S]*?\b(?:require|import)\s*\([\s\S]*?%>/g)].map(
      (hit) => `${placeOf(source, hit.index)} loads code: views import nothing; hand it in as \`page\`.`,
    )
  return importsOf(source).flatMap(({ at, target }) => {
    const against = againstImport(source.path, target)
    return against === null ? [] : [`${placeOf(source, at)} imports ${target}: ${against}.`]
  })
}

/** Clocks, randomness and timers: nothing in machines/ may give two answers to one question. */
export function clocksAndChance(source: Source): string[] {
  const globals = ['performance', 'crypto', 'process', 'Temporal', 'setTimeout', 'setInterval', 'setImmediate']
  return nodesOf(source).flatMap((node) => {
    const isRead =
      node.type === 'MemberExpression' &&
      ((nameOf(node.object) === 'Date' && propertyOf(node) === 'now') ||
        (nameOf(node.object) === 'Math' && propertyOf(node) === 'random') ||
        globals.includes(nameOf(node.object) ?? '') ||
        (nameOf(node.object) === 'globalThis' && ['Date', 'Math', ...globals].includes(propertyOf(node) ?? '')))
    const isDate = ['NewExpression', 'CallExpression'].includes(node.type) && nameOf(node.callee) === 'Date'
    const isEmpty = Array.isArray(node.arguments) && node.arguments.length === 0
    const isNow = isDate && (isEmpty || node.type === 'CallExpression')
    const isTimer = node.type === 'CallExpression' && globals.includes(nameOf(node.callee) ?? '')
    if (!isRead && !isNow && !isTimer) return []
    const what = source.text.slice(node.start, node.end).split('\n')[0]
    return [`${placeOf(source, node.start)} asks ${what}: take the instant or the id as an argument.`]
  })
}

/** Settings are read and checked in one place. */
export function environment(source: Source): string[] {
  // The locale is read before anything is said, and config.ts loads the schemas of every other setting.
  if (['server/config.ts', 'server/settings/locale.ts'].includes(source.path)) return []
  const say = (at: number) => `${placeOf(source, at)} reads the environment: let server/config.ts read and check it.`
  return nodesOf(source).flatMap((node) => {
    const isProcess = (value: unknown) => nameOf(value) === 'process' || propertyOf(value) === 'process'
    const isRead = node.type === 'MemberExpression' && propertyOf(node) === 'env' && isProcess(node.object)
    const isTaken =
      node.type === 'VariableDeclarator' && isProcess(node.init) && isNode(node.id) && node.id.type === 'ObjectPattern'
    const isImported = node.type === 'ImportDeclaration' && /^(node:)?process$/.test(textOf(node.source) ?? '')
    return isRead || isTaken || isImported ? [say(node.start)] : []
  })
}

export function htmxHeaders(source: Source): string[] {
  if (source.path === 'server/http/respond.ts') return []
  return literalsOf(source)
    .filter(({ text }) => /\bHX-[A-Z]/i.test(text))
    .map(
      ({ node }) =>
        `${placeOf(source, node.start)} knows htmx: only server/http/respond.ts does; call what it exports.`,
    )
}

/** What the content security policy would silence, so that it would fail only in the browser. */
export function inlineCode(view: Source): string[] {
  const say = (at: number, what: string, instead: string) => `${placeOf(view, at)} has ${what}: ${instead}.`
  const css = 'give it a class and style it in public/css'
  const js = 'listen in public/js/app.js'
  const found: string[] = []
  const blank = (text: string) => text.replace(/[^\n]/g, '·')
  const withoutComments = view.text.replace(/<%#[\s\S]*?%>|<!--[\s\S]*?-->/g, blank)
  const html = withoutComments.replace(/<%[\s\S]*?%>/g, blank)
  for (const tag of html.matchAll(/<[a-z][^>]*>/gi)) {
    if (/[\s·"']style\s*=/i.test(tag[0])) found.push(say(tag.index, 'an inline style', css))
    if (/[\s·"'-]hx-on\b/i.test(tag[0])) found.push(say(tag.index, 'hx-on', js))
    if (/[\s·"']on[a-z]+\s*=/i.test(tag[0])) found.push(say(tag.index, 'an on… attribute', js))
    if (/=\s*["']?\s*(javascript|js):/i.test(tag[0])) found.push(say(tag.index, 'code in an attribute', js))
  }
  for (const hit of html.matchAll(/<style\b/gi)) found.push(say(hit.index, 'a <style>', css))
  for (const hit of html.matchAll(/<script\b[^>]*>(?!\s*<\/script>)/gi))
    found.push(say(hit.index, 'a <script> with a body', js))
  for (const code of withoutComments.matchAll(/<%[\s\S]*?%>/g))
    if (/\bstyle=\\?["'`]|<style\b|<script\b|\bhx-on\b|\son[a-z]+=\\?["'`]/i.test(code[0]))
      found.push(say(code.index, 'inline style or code inside a tag of EJS', 'write it as HTML, without style or code'))
  return found
}

/** Views that neither a page of server/ names nor another view includes, and includes of what is not there. */
export function forgottenViews(views: Source[], server: Source[]): string[] {
  const nameOfView = (path: string) => path.replace(/^views\//, '').replace(/\.ejs$/, '')
  const there = new Set(views.map((view) => nameOfView(view.path)))
  const wanted = new Set(server.flatMap((source) => literalsOf(source).map(({ text }) => nameOfView(text))))
  const families: string[] = []
  const found: string[] = []
  for (const view of views) {
    for (const hit of view.text.matchAll(/\binclude\(\s*(['"`])([^'"`$]*)(\$\{)?[^'"`]*\1(\s*\+)?/g)) {
      const [, , path = '', hole, plus] = hit
      const full = path.startsWith('/') ? path.slice(1) : posix.join(posix.dirname(nameOfView(view.path)), path)
      if (hole !== undefined || plus !== undefined) {
        if (full !== '.') families.push(full)
      } else if (there.has(nameOfView(full))) {
        if (nameOfView(full) !== nameOfView(view.path)) wanted.add(nameOfView(full))
      } else
        found.push(`${placeOf(view, hit.index)} includes ${path}, which is not there: mend the name or write the view.`)
    }
  }
  for (const view of views) {
    const name = nameOfView(view.path)
    if (!wanted.has(name) && !families.some((family) => name.startsWith(family)))
      found.push(`${view.path} is shown by nobody: include it where it belongs, or delete it.`)
  }
  return found
}

/** Tables that only the commit of a command may write, as the schema exports them and as SQL names them. */
export const domainTables = ['launches', 'gates', 'entries', 'privateTexts', 'evidence', 'commits', 'requestKeys']

export function strayWrites(source: Source): string[] {
  // Erasing blanks texts, which is the one change that no command makes.
  if (/^db\/(sqlite|postgres)\/(commit-statements|erasure)\.ts$/.test(source.path)) return []
  const say = (at: number) =>
    `${placeOf(source, at)} writes rows of a launch: only the store's execute does; say it as a command.`
  const sqlNames = domainTables.map((name) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)).join('|')
  const sql = new RegExp(
    `\\b(insert\\s+(or\\s+\\w+\\s+)?into|replace\\s+into|update(\\s+or\\s+\\w+)?|delete\\s+from)\\s+["\`]?(${sqlNames})\\b`,
    'i',
  )
  // sql`delete from ${table}`
  const intoHole = /\b(insert\s+into|replace\s+into|update|delete\s+from)\s+["`]?$/i
  const calls = nodesOf(source).filter(
    (node) =>
      node.type === 'CallExpression' &&
      ['insert', 'update', 'delete'].includes(propertyOf(node.callee) ?? '') &&
      Array.isArray(node.arguments) &&
      domainTables.includes(nameOf(node.arguments[0]) ?? propertyOf(node.arguments[0]) ?? ''),
  )
  return [
    ...calls.map((node) => say(node.start)),
    ...literalsOf(source)
      .filter(({ node, text }) => sql.test(text) || (node.tail === false && intoHole.test(text)))
      .map(({ node }) => say(node.start)),
  ]
}

/** Doors around the type checker and the linter. */
export function silencedChecks(source: Source): string[] {
  const found = nodesOf(source)
    .filter((node) => node.type === 'TSAnyKeyword')
    .map((node) => `${placeOf(source, node.start)} says any: name the type, or take unknown and narrow it.`)
  const text = withoutLiterals(source)
  for (const hit of text.matchAll(/@ts-(ignore|nocheck)/g))
    found.push(`${placeOf(source, hit.index)} switches the type checker off: mend what it says.`)
  for (const hit of text.matchAll(/@ts-expect-error\b(?! \S+ \S+)/g))
    found.push(`${placeOf(source, hit.index)} expects an error: say behind it why it must be one.`)
  for (const hit of text.matchAll(/biome-ignore\b(?! [\w/-]+: \S+ \S+ \S+)/g))
    found.push(`${placeOf(source, hit.index)} switches the linter off: say after the colon why it is wrong here.`)
  return found
}

/** A test that does not run proves nothing, and one that runs alone hides the others. */
export function skippedTests(source: Source): string[] {
  const silent = ['skip', 'only', 'todo', 'skipIf', 'runIf', 'fails']
  return nodesOf(source)
    .filter(
      (node) =>
        node.type === 'MemberExpression' &&
        silent.includes(propertyOf(node) ?? '') &&
        /^(it|test|describe)$/.test(nameOf(node.object) ?? nameOf(bare(node.object)?.object) ?? ''),
    )
    .map((node) => `${placeOf(source, node.start)} leaves tests out: let every test run, or delete it.`)
}
