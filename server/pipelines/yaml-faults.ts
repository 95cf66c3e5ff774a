import { type Document, isMap, isSeq, visit, type YAMLError } from 'yaml'
import type { PipelinePath } from '../../machines/pipeline/pipeline-problem.ts'

import type { Fault } from './fault.ts'
import { nameOf, start, written } from './place-in-file.ts'

/** What is wrong with the YAML itself. */
type YamlFault = Pick<Fault, 'code' | 'params'>

/** The parser reports each level at which it ran out of stack, and what follows from that: the first says it all. */
export function faultsOf({ errors, warnings }: Document): YAMLError[] {
  const tooDeep = errors.find(({ message }) => isTooDeep(message))
  return tooDeep ? [tooDeep] : [...errors, ...warnings]
}

const isTooDeep = (message: string): boolean => /call stack|stack overflow/i.test(message)

/** The parser's own words stay as they are, apart from their quotes and a full stop. */
export function inPlainWords(message: string): YamlFault {
  if (isTooDeep(message)) return { code: 'too-deep', params: {} }
  return {
    code: 'invalid-yaml',
    params: { why: message.replace(/(["'])quote/, 'quote $1').replace(/\.?$/, '.') },
  }
}

/** A quote that is never closed ends with the file; it is fixed where it begins. */
export function openQuote(document: Document, error: YAMLError): number | null {
  if (!/^Missing closing .quote/.test(error.message)) return null
  let opened: number | null = null
  visit(document, {
    Scalar: (_, scalar) => {
      if (scalar.type?.startsWith('QUOTE') && start(scalar) < error.pos[0]) opened = start(scalar)
    },
  })
  return opened
}

export const tooManyAliases: YamlFault = { code: 'too-many-aliases', params: {} }

export function undefinedAliases(document: Document): ({ at: number } & YamlFault)[] {
  const found: ({ at: number } & YamlFault)[] = []
  visit(document, {
    Alias: (_, alias) => {
      if (alias.resolve(document) === undefined)
        found.push({
          at: start(alias),
          code: 'undefined-anchor',
          params: { anchor: alias.source },
        })
    },
  })
  return found
}

/** An alias names an anchor above it, so a part can only contain itself by an alias inside the node that it stands for. */
export function recursiveAliases(document: Document): ({ at: number } & YamlFault)[] {
  const found: ({ at: number } & YamlFault)[] = []
  visit(document, {
    Alias: (_, alias, ancestors) => {
      const marked = alias.resolve(document)
      if (marked !== undefined && ancestors.some((each) => each === marked))
        found.push({
          at: start(alias),
          code: 'recursive-alias',
          params: { anchor: alias.source },
        })
    },
  })
  return found
}

export function duplicateKeys(document: Document): ({ at: number; path: string } & YamlFault)[] {
  const found: ({ at: number; path: string } & YamlFault)[] = []
  const look = (node: unknown, path: PipelinePath): void => {
    if (isSeq(node)) for (const [index, each] of node.items.entries()) look(each, [...path, index])
    if (!isMap(node)) return
    const seen = new Set<string>()
    for (const { key, value } of node.items) {
      const name = nameOf(key)
      const at = [...path, name]
      if (seen.has(name))
        found.push({
          at: start(key),
          path: written(at),
          code: 'duplicate-key',
          params: { key: name },
        })
      seen.add(name)
      look(value, at)
    }
  }
  look(document.contents, [])
  return found
}
