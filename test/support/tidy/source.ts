import { readdirSync, readFileSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseAst } from 'vitest/node'

/** A file of the project: its path from the root, with forward slashes, and its text. */
export interface Source {
  path: string
  text: string
}

/** A node of the syntax tree (ESTree with TypeScript's nodes). */
export interface Node {
  type: string
  start: number
  end: number
  [key: string]: unknown
}

const root = fileURLToPath(new URL('../../../', import.meta.url))

/** Every file below these folders of the project whose name ends so. A folder that is not there has none. */
export function sourcesIn(folders: string[], ending: RegExp): Source[] {
  return folders.flatMap((folder) =>
    readdirSync(root, { withFileTypes: true }).some((entry) => entry.name === folder)
      ? readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
          .filter((entry) => entry.isFile() && ending.test(entry.name))
          .map((entry) => join(entry.parentPath, entry.name))
          .map((file) => ({ path: relative(root, file).split(sep).join('/'), text: readFileSync(file, 'utf8') }))
      : [],
  )
}

/** Every node of a TypeScript or JavaScript source, parents before their children. */
export function nodesOf(source: Source): Node[] {
  const known = parsed.get(source)
  if (known) return known
  const found: Node[] = []
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) for (const each of value) visit(each)
    else if (isNode(value)) {
      found.push(value)
      for (const child of Object.values(value)) visit(child)
    }
  }
  visit(parseAst(source.text, { lang: source.path.endsWith('.ts') ? 'ts' : 'js' }))
  parsed.set(source, found)
  return found
}
const parsed = new WeakMap<Source, Node[]>()

export function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string'
}

/** What an expression is when brackets, `as`, `satisfies`, `!` and `?.` are taken off. */
export function bare(value: unknown): Node | null {
  if (!isNode(value)) return null
  const wrapped = [
    'ParenthesizedExpression',
    'TSAsExpression',
    'TSSatisfiesExpression',
    'TSNonNullExpression',
    'TSTypeAssertion',
    'ChainExpression',
  ]
  return wrapped.includes(value.type) ? bare(value.expression) : value
}

/** The text of a string literal, or of a template without a hole; else null. */
export function textOf(value: unknown): string | null {
  const node = bare(value)
  if (node?.type === 'Literal' && typeof node.value === 'string') return node.value
  if (node?.type !== 'TemplateLiteral' || !Array.isArray(node.quasis) || node.quasis.length !== 1) return null
  return quasiText(node.quasis[0])
}

/** The name of what is read: `state` of `gate.state` and `gate['state']`; else null. */
export function propertyOf(value: unknown): string | null {
  const node = bare(value)
  if (node?.type !== 'MemberExpression') return null
  return node.computed === true ? textOf(node.property) : nameOf(node.property)
}

export function nameOf(value: unknown): string | null {
  const node = bare(value)
  return node?.type === 'Identifier' && typeof node.name === 'string' ? node.name : null
}

/** Every piece of text in a source that is data, not code and not comment. */
export function literalsOf(source: Source): { node: Node; text: string }[] {
  return nodesOf(source).flatMap((node) => {
    const text = node.type === 'TemplateElement' ? quasiText(node) : node.type === 'Literal' ? textOf(node) : null
    return text === null ? [] : [{ node, text }]
  })
}

/** The text of one piece of a template literal. */
export function quasiText(value: unknown): string | null {
  if (!isNode(value) || typeof value.value !== 'object' || value.value === null || !('cooked' in value.value))
    return null
  return typeof value.value.cooked === 'string' ? value.value.cooked : null
}

/** The source with the inside of its literals blanked, so that what is left is code and comments, on the same lines. */
export function withoutLiterals(source: Source): string {
  let text = source.text
  for (const { type, start, end } of nodesOf(source))
    if (type === 'Literal' || type === 'TemplateElement')
      text = text.slice(0, start) + text.slice(start, end).replace(/[^\n]/g, ' ') + text.slice(end)
  return text
}

/** `path:line`, where somebody has to look. */
export function placeOf(source: Source, at: number): string {
  return `${source.path}:${source.text.slice(0, at).split('\n').length}`
}
