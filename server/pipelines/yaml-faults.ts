import { type Document, isMap, isSeq, visit, type YAMLError } from 'yaml'
import type { PipelinePath } from '../../machines/pipeline/pipeline-problem.ts'

import { nameOf, start, written } from './place-in-file.ts'

/** What is wrong with the YAML itself, and how to fix it. */
interface Fault {
  message: string
  fix: string
}

/** The parser reports each level at which it ran out of stack, and what follows from that: the first says it all. */
export function faultsOf({ errors, warnings }: Document): YAMLError[] {
  const tooDeep = errors.find(({ message }) => isTooDeep(message))
  return tooDeep ? [tooDeep] : [...errors, ...warnings]
}

const isTooDeep = (message: string): boolean => /call stack|stack overflow/i.test(message)

export function inPlainWords(message: string): Fault {
  if (isTooDeep(message)) return { message: 'This file is nested too deeply.', fix: 'Remove some levels.' }
  return {
    message: `Invalid YAML: ${message.replace(/(["'])quote/, 'quote $1').replace(/\.?$/, '.')}`,
    fix: 'Check indentation and quotes here and on the lines above.',
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

export const tooManyAliases: Fault = {
  message: 'Too many YAML aliases.',
  fix: 'Expand them.',
}

export function undefinedAliases(document: Document): ({ at: number } & Fault)[] {
  const found: ({ at: number } & Fault)[] = []
  visit(document, {
    Alias: (_, alias) => {
      if (alias.resolve(document) === undefined)
        found.push({
          at: start(alias),
          message: `Undefined anchor &${alias.source}.`,
          fix: `Define &${alias.source} above this line, or expand *${alias.source}.`,
        })
    },
  })
  return found
}

/** An alias names an anchor above it, so a part can only contain itself by an alias inside the node that it stands for. */
export function recursiveAliases(document: Document): ({ at: number } & Fault)[] {
  const found: ({ at: number } & Fault)[] = []
  visit(document, {
    Alias: (_, alias, ancestors) => {
      const marked = alias.resolve(document)
      if (marked !== undefined && ancestors.some((each) => each === marked))
        found.push({
          at: start(alias),
          message: `*${alias.source} is inside the part it refers to.`,
          fix: `Remove it, or expand it.`,
        })
    },
  })
  return found
}

export function duplicateKeys(document: Document): ({ at: number; path: string } & Fault)[] {
  const found: ({ at: number; path: string } & Fault)[] = []
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
          message: `Duplicate key “${name}”.`,
          fix: 'Remove or rename one of them.',
        })
      seen.add(name)
      look(value, at)
    }
  }
  look(document.contents, [])
  return found
}
