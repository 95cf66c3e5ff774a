import type { GateStatus } from '../../../machines/reading/queries.ts'
import { gateValue, itemState, launchValue } from '../../../machines/state.ts'
import { bare, isNode, type Node, nodesOf, placeOf, propertyOf, type Source, textOf } from './source.ts'

/** Who compares states. The words are those of the schemas, so a state that joins is covered at once. */
const states = new Set<string>([...gateValue.options, ...launchValue.options, ...itemState.shape.state.options])
/** A status is a gate's state by another name; the type makes this list complete. */
const statuses: Record<GateStatus, true> = {
  'not-needed': true,
  waived: true,
  blocked: true,
  returned: true,
  'needs-recheck': true,
  completed: true,
  'awaiting-sign-off': true,
  'in-progress': true,
  'not-started': true,
}
for (const status of Object.keys(statuses)) states.add(status)
const parents = new Set([...states].filter((state) => state.includes('.')).map((state) => state.split('.')[0] ?? ''))

/** Properties whose values are other words that happen to be spelt like a state: a refusal's kind, a reason's code. */
const otherWords = ['kind', 'code', 'type']

const comparing = ['===', '!==', '==', '!=', 'in']
const asking = [
  'includes',
  'indexOf',
  'has',
  'some',
  'test',
  'is',
  'equal',
  'equals',
  'isDeepStrictEqual',
  'startsWith',
]

/**
 * A sentence for each comparison with a gate's, a launch's or an item's state. With `evenWithValues` comparing a `.state` with
 * anything but null is one too; without it only comparisons with a state's word are (replay and step compare two values).
 */
export function stateComparisons(source: Source, evenWithValues: boolean): string[] {
  return nodesOf(source)
    .filter((node) => isComparison(node, evenWithValues))
    .map(
      (node) =>
        `${placeOf(source, node.start)} compares a state (${source.text.slice(node.start, node.end).split('\n')[0]}): ` +
        'ask a query of machines/reading/queries.ts instead, or add one there.',
    )
}

function isComparison(node: Node, evenWithValues: boolean): boolean {
  if (node.type === 'BinaryExpression' && comparing.includes(String(node.operator))) {
    const [left, right] = [node.left, node.right]
    if ((isWord(left) && !isOtherWord(right)) || (isWord(right) && !isOtherWord(left))) return true
    return evenWithValues && [left, right].some(isState) && ![left, right].some(isNothing)
  }
  if (node.type === 'SwitchStatement')
    return isState(node.discriminant) || (!isOtherWord(node.discriminant) && list(node.cases).some(hasWord))
  if (node.type === 'ArrayExpression') {
    const elements = list(node.elements)
    return evenWithValues && elements.length > 1 && elements.every(isWord)
  }
  return node.type === 'CallExpression' && isAskingCall(node, evenWithValues)
}

function isAskingCall(call: Node, evenWithValues: boolean): boolean {
  const callee = bare(call.callee)
  const method = propertyOf(callee)
  if (callee === null || method === null) return false
  const values = list(call.arguments)
  if (method === 'matches') return true
  if (!evenWithValues && !asking.includes(method)) return false
  // gate.state.startsWith('open'), launch.state.split('.')
  if (isState(callee.object)) return true
  if (!asking.includes(method)) return false
  // over.has(launch.state), /^open/.test(gate.state), Object.is(gate.state, other)
  if (values.some(isState)) return true
  if (values.some((value) => isWord(value) || (method === 'startsWith' && isParent(value)))) return true
  // ['launched', 'cancelled'].includes(value), new Set(['draft']).has(value)
  return !values.some(isOtherWord) && wordsIn(callee.object)
}

function wordsIn(value: unknown): boolean {
  const node = bare(value)
  if (node?.type === 'ArrayExpression') return list(node.elements).some(isWord)
  return node?.type === 'NewExpression' && list(node.arguments).some(wordsIn)
}

const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : [])
const isState = (value: unknown): boolean => propertyOf(value) === 'state'
const isOtherWord = (value: unknown): boolean => otherWords.includes(propertyOf(value) ?? '')
const isWord = (value: unknown): boolean => states.has(textOf(value) ?? '')
const isParent = (value: unknown): boolean => parents.has((textOf(value) ?? '').replace(/\.$/, ''))
const hasWord = (value: unknown): boolean => isNode(value) && isWord(value.test)

function isNothing(value: unknown): boolean {
  const node = bare(value)
  return (node?.type === 'Literal' && node.value === null) || (node?.type === 'Identifier' && node.name === 'undefined')
}

/** The same for the code of a template, where `page.gate.state === 'blocked'` would be a rule in the paper. */
export function stateComparisonsInView(view: Source): string[] {
  const word = [...states].map((state) => state.replace('.', '\\.')).join('|')
  const compared = new RegExp(`\\.state\\b\\s*[!=]==?|[!=]==?\\s*['"\`](?:${word})['"\`]|\\.matches\\(`, 'g')
  return [...view.text.matchAll(/<%(?!#)[\s\S]*?%>/g)].flatMap((code) =>
    [...code[0].matchAll(compared)].map(
      (hit) =>
        `${placeOf(view, code.index + hit.index)} compares a state: hand the view a finished choice from a page in server/pages/.`,
    ),
  )
}
