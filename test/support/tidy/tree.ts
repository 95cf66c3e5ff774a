import { posix } from 'node:path'
import { importsOf } from './rules.ts'
import { placeOf, type Source } from './source.ts'

/** Rules about the tree of files: which page may import which, and no circles. */

/** What every page may use. */
const shared = ['request', 'layout', 'forms', 'confirm']

function pageFolderOf(path: string): string | null {
  const [, folder] = /^server\/pages\/([^/]+)\//.exec(path) ?? []
  return folder ?? null
}

/** A page knows the shared folders and its own; nothing in these folders knows the files that put the pages together. */
export function pageImports(source: Source): string[] {
  const own = pageFolderOf(source.path)
  if (own === null) return []
  return importsOf(source).flatMap(({ at, target }) => {
    const folder = pageFolderOf(target)
    if (folder === own || (folder !== null && shared.includes(folder))) return []
    if (folder === null && posix.dirname(target) !== 'server/pages') return []
    const where = placeOf(source, at)
    return [
      `${where} imports ${target}: a page imports only its own folder and pages/{${shared.join(',')}}; move what both need there, or to server/launches, words or text.`,
    ]
  })
}

/** One sentence for each circle of files that import each other; imports of types count. */
export function circles(sources: Source[]): string[] {
  const byPath = new Map(sources.map((source) => [source.path, source]))
  const finished = new Set<string>()
  const found: string[] = []
  const visit = (source: Source, path: string[]): void => {
    if (path.includes(source.path)) {
      const circle = [...path.slice(path.indexOf(source.path)), source.path]
      found.push(`${circle.join(' → ')} is a circle: move what both files need into a file of its own.`)
      return
    }
    if (finished.has(source.path)) return
    for (const { target } of importsOf(source)) {
      const next = byPath.get(target)
      if (next !== undefined) visit(next, [...path, source.path])
    }
    finished.add(source.path)
  }
  for (const source of sources) visit(source, [])
  return found
}
