import { type Document, isCollection, isMap, isScalar, isSeq, type LineCounter, type Pair } from 'yaml'
import type { Issue, Path } from '../machines/check-pipeline.ts'

/** An error in a pipeline file: line and column count from 1; `path` names the place (`gates.filters.needs[1]`), empty for the whole file. */
export interface PipelineError {
  line: number
  column: number
  path: string
  message: string
  mend: string
}

/** What stands at a key or in a list, with its place in the file. `node` is the value of the YAML tree, undefined where nothing stands. */
export interface Found {
  node: unknown
  path: Path
}

/** Reads a YAML tree value by value and gathers what is wrong with the shape of each; what cannot be read becomes a stand-in. */
export class YamlFields {
  readonly errors: PipelineError[] = []
  /** Places whose value is a stand-in, because it is missing or could not be read. */
  readonly unread: Path[] = []
  readonly #document: Document
  readonly #lines: LineCounter

  constructor(document: Document, lines: LineCounter) {
    this.#document = document
    this.#lines = lines
  }

  report(issue: Issue, offset: number = this.#offsetOf(issue.path)): void {
    const { line, col } = this.#lines.linePos(offset)
    this.errors.push({
      line,
      column: col,
      path: pathText(issue.path),
      message: issue.message,
      mend: issue.mend,
    })
  }

  /** The same for a value that could not be read. */
  refuse(issue: Issue, offset?: number): void {
    this.unread.push(issue.path)
    this.report(issue, offset)
  }

  /** The entries of a mapping in their order; nothing at all counts as an empty one. */
  entries({ node, path }: Found): [key: string, value: Found][] {
    if (isNothing(node)) return []
    if (!isMap(node)) {
      this.refuse({ path, message: `${name(path)} is not a list of names.`, mend: 'Write name: value, one a line.' })
      return []
    }
    const found = new Map<string, Found>()
    for (const pair of node.items) {
      const key = isScalar(pair.key) ? pair.key.value : undefined
      if (typeof key !== 'string')
        this.refuse(
          { path, message: `A name in ${name(path)} is no text.`, mend: 'Put the name in quotes.' },
          offsetOfKey(pair),
        )
      else if (found.has(key))
        this.report(
          { path: [...path, key], message: `‘${key}’ stands twice.`, mend: 'Remove one, or give it another name.' },
          offsetOfKey(pair),
        )
      else found.set(key, { node: pair.value, path: [...path, key] })
    }
    return [...found]
  }

  /** The known keys of a mapping. A key that is not known, and a needed one that is absent, is an error. */
  fields<K extends string>(found: Found, needed: readonly K[], others: readonly K[] = []): Record<K, Found> {
    const known: readonly K[] = [...needed, ...others]
    const entries = new Map(this.entries(found))
    for (const [key, value] of entries)
      if (!known.some((each) => each === key))
        this.refuse({
          path: value.path,
          message: `‘${key}’ is an unknown key in ${name(found.path)}.`,
          mend: `Known are: ${known.join(', ')}.`,
        })
    for (const key of needed)
      if (!entries.has(key) && !this.unread.includes(found.path))
        this.refuse({
          path: [...found.path, key],
          message: `‘${key}’ is missing in ${name(found.path)}.`,
          mend: `Add ${key}.`,
        })
    // Every key of K has an entry here, which Object.fromEntries cannot say.
    return Object.fromEntries(
      known.map((key) => [key, entries.get(key) ?? { node: undefined, path: [...found.path, key] }]),
    ) as Record<K, Found>
  }

  /** The members of a list; nothing at all counts as an empty one. */
  list({ node, path }: Found): Found[] {
    if (isNothing(node)) return []
    if (isSeq(node)) return node.items.map((item, index) => ({ node: item, path: [...path, index] }))
    this.refuse({ path, message: `${name(path)} is not a list.`, mend: 'Write [one, another].' })
    return []
  }

  /** A word, or an empty one in its place; one that is absent is the business of `fields`. */
  word(found: Found): string {
    const value = scalar(found.node)
    if (typeof value === 'string') return value
    if (found.node !== undefined)
      this.refuse({
        path: found.path,
        message: `${name(found.path)} is no text.`,
        mend: 'Write a word, or use quotes.',
      })
    return ''
  }

  words(found: Found): string[] {
    return this.list(found).map((each) => this.word(each))
  }

  /** A finite number, or null where none stands. */
  number(found: Found): number | null {
    if (found.node === undefined) return null
    const value = scalar(found.node)
    if (typeof value === 'number' && Number.isFinite(value)) return value
    this.refuse({
      path: found.path,
      message: `${name(found.path)} is no number.`,
      mend: 'Write a number, like 0 or 99.5.',
    })
    return null
  }

  /** true or false; false where nothing stands. */
  flag(found: Found): boolean {
    if (found.node === undefined) return false
    const value = scalar(found.node)
    if (typeof value === 'boolean') return value
    this.refuse({
      path: found.path,
      message: `${name(found.path)} is neither true nor false.`,
      mend: 'Write true or false.',
    })
    return false
  }

  /** A duration in milliseconds, or null where none stands. Nothing lasts zero, but a date may be that near. */
  duration(found: Found, { orZero = false } = {}): number | null {
    if (found.node === undefined) return null
    const value = scalar(found.node)
    const [, amount, unit] = (typeof value === 'string' && /^([0-9]{1,5})([smhdw])$/.exec(value)) || []
    const ms = Number(amount) * (units[unit ?? ''] ?? Number.NaN)
    if (ms > 0 || (orZero && ms === 0)) return ms
    this.refuse({
      path: found.path,
      message: `${name(found.path)} is no duration.`,
      mend: 'Write a whole number and its unit: 90s, 30m, 12h, 3d or 2w.',
    })
    return null
  }

  /** Where a path stands: at a scalar itself, at the key of a mapping or list, else at the nearest thing above that is there. */
  #offsetOf(path: Path): number {
    let node: unknown = this.#document.contents
    let offset = offsetOfValue(node)
    for (const step of path) {
      if (isMap(node)) {
        const pair = node.items.find((each) => isScalar(each.key) && each.key.value === step)
        if (pair === undefined) break
        node = pair.value
        offset = isCollection(node) || isNothing(node) ? offsetOfKey(pair) : offsetOfValue(node)
      } else if (isSeq(node) && typeof step === 'number') {
        if (node.items[step] === undefined) break
        node = node.items[step]
        offset = offsetOfValue(node)
      } else break
    }
    return offset
  }
}

/** The text of a plain or quoted string; null for everything else. */
export function stringOf(node: unknown): string | null {
  const value = scalar(node)
  return typeof value === 'string' ? value : null
}

/** No value at all: no key, or a key with nothing after it. */
export function isNothing(node: unknown): boolean {
  return node === undefined || node === null || (isScalar(node) && node.value === null)
}

/** A number, a yes or no: one value that is no text. */
export function isOtherScalar(node: unknown): boolean {
  return isScalar(node) && node.value !== null && typeof node.value !== 'string'
}

const units: Record<string, number> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 }

/** A path as people write it: `gates.filters.needs[1]`. */
export function pathText(path: Path): string {
  return path.map((step, index) => (typeof step === 'number' ? `[${step}]` : index === 0 ? step : `.${step}`)).join('')
}

function name(path: Path): string {
  return path.length === 0 ? 'the pipeline' : pathText(path)
}

function scalar(node: unknown): unknown {
  return isScalar(node) ? node.value : undefined
}

function offsetOfKey(pair: Pair): number {
  return offsetOfValue(pair.key)
}

function offsetOfValue(node: unknown): number {
  return isScalar(node) || isCollection(node) ? (node.range?.[0] ?? 0) : 0
}
