import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { gateMachine } from '../../machines/gate.ts'
import { launchMachine } from '../../machines/launch.ts'

/**
 * Draws the machines for machines/README.md, as mermaid state diagrams with a table of what moves nothing below each.
 * Run with --write it puts them there; a test keeps them equal.
 */

export const howToWrite = 'npm exec -- node test/support/diagram.ts --write'
const readme = fileURLToPath(new URL('../../machines/README.md', import.meta.url))
const begin = '<!-- drawn from the machines -->'
const end = '<!-- up to here -->'

interface Node {
  id?: string
  initial?: string
  on?: Record<string, { target?: string; guard?: string }>
  states?: Record<string, Node>
}

interface Move {
  from: string
  to: string
  command: string
}

/** What only the engine does stands in brackets; where the machine has two events for one command, the log's name is told. */
const engineOnly = ['clear', 'recheck', 'lapse', 'expireWaiver', 'unlock', 'relock']
function named(event: string): string {
  const [, name = ''] = event.split('.')
  const told = name.replace(/^recheckAdvice$/, 'recheck of advice').replace(/^failAdvice$/, 'failCheck of advice')
  return engineOnly.some((each) => told.split(' ')[0] === each) ? `(${told})` : told
}

/** Every node below with its path; the machine's own path is empty. */
function* below(node: Node, path: string[] = []): Generator<[string[], Node]> {
  yield [path, node]
  for (const [name, inner] of Object.entries(node.states ?? {})) yield* below(inner, [...path, name])
}

/** The path that a target names: absolute with the machine's name, or beside the state it is written in. */
function pathOf(root: Node, from: string[], target: string): string[] {
  return target.startsWith(`#${root.id}.`)
    ? target.slice(`#${root.id}.`.length).split('.')
    : [...from.slice(0, -1), ...target.split('.')]
}

/** Only `boxes` are drawn around their states: mermaid draws no arrow from the inside of one box into another. */
function draw(root: Node, boxes: string[]): string {
  const isBox = (path: string[]) => path.length === 1 && boxes.includes(path[0] ?? '')
  const ends = (path: string[], node: Node): string[] =>
    node.states && !isBox(path)
      ? Object.entries(node.states).flatMap(([name, inner]) => ends([...path, name], inner))
      : [path.at(-1) ?? '']
  /** Where one comes to: a box, or the first of the states inside. */
  const entered = (path: string[]): string => {
    const node = path.reduce<Node | undefined>((each, name) => each?.states?.[name], root)
    return node?.initial !== undefined && !isBox(path) ? entered([...path, node.initial]) : (path.at(-1) ?? '')
  }
  const moves: Move[] = []
  const stays: [string, string[]][] = []
  for (const [path, node] of below(root)) {
    const staying: string[] = []
    for (const [event, { target, guard }] of Object.entries(node.on ?? {})) {
      if (target === undefined) staying.push(guard === 'renew' ? `${event} as a renewal` : event)
      else
        for (const from of ends(path, node))
          moves.push({ from, to: entered(pathOf(root, path, target)), command: named(event) })
    }
    if (staying.length > 0) stays.push([path.length === 0 ? 'any state' : path.join('.'), staying])
  }
  const inside = (path: string[]) =>
    root.states?.[path[0] ?? '']?.states ? Object.keys(root.states[path[0] ?? '']?.states ?? {}) : []
  const lines = boxes.flatMap((box) => [
    `    state ${box} {`,
    `        [*] --> ${root.states?.[box]?.initial}`,
    ...inside([box]).map((name) => `        ${name}`),
    ...arrows(moves.filter(({ from, to }) => inside([box]).includes(from) && inside([box]).includes(to))).map(
      (line) => `    ${line}`,
    ),
    '    }',
  ])
  const isInside = ({ from, to }: Move) =>
    boxes.some((box) => inside([box]).includes(from) && inside([box]).includes(to))
  return [
    '```mermaid',
    'stateDiagram-v2',
    `    [*] --> ${root.initial}`,
    ...lines,
    ...[...below(root)]
      .filter(([path, node]) => path.length > 1 && !node.states && !isBox(path.slice(0, 1)))
      .map(([path]) => `    state "${path.join('.')}" as ${path.at(-1)}`),
    ...arrows(moves.filter((move) => !isInside(move))),
    '```',
    '',
    '| stays in | by |',
    '| --- | --- |',
    ...stays.map(([state, events]) => `| ${state} | ${byKind(events)} |`),
  ].join('\n')
}

/** One arrow for each pair of states. */
function arrows(moves: Move[]): string[] {
  const commands = new Map<string, string[]>()
  for (const { from, to, command } of moves)
    commands.set(`${from} --> ${to}`, [...new Set([...(commands.get(`${from} --> ${to}`) ?? []), command])])
  return [...commands].map(([pair, names]) => `    ${pair} : ${names.join(', ')}`)
}

/** In the launch machine the gates' commands stand behind its own. */
function byKind(events: string[]): string {
  const launch = events.filter((event) => event.startsWith('launch.')).map(named)
  const gate = events.filter((event) => event.startsWith('gate.')).map(named)
  return launch.length === 0 || gate.length === 0
    ? [...launch, ...gate].join(', ')
    : `${launch.join(', ')}; of gates: ${gate.join(', ')}`
}

/** What stands between the two marks of the README. */
export function diagrams(): string {
  // XState's own type of a configuration has no index to walk it by.
  const gate = gateMachine.config as Node
  const launch = launchMachine.config as Node
  return [
    'What only the engine does stands in brackets. A gate moves only while the launch lets its command in (see the second table).',
    '',
    '### A gate',
    '',
    draw(gate, ['open']),
    '',
    '### A launch',
    '',
    draw(launch, []),
  ].join('\n')
}

/** What the README holds now; null where its marks are missing. */
export function diagramsInReadme(): string | null {
  const text = readFileSync(readme, 'utf8')
  const from = text.indexOf(begin)
  const to = text.indexOf(end)
  return from < 0 || to < from ? null : text.slice(from + begin.length, to).trim()
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  if (process.argv.includes('--write')) {
    const text = readFileSync(readme, 'utf8')
    const from = text.indexOf(begin)
    const to = text.indexOf(end)
    if (from < 0 || to < from) throw new Error(`machines/README.md has no ${begin} … ${end}`)
    writeFileSync(readme, `${text.slice(0, from + begin.length)}\n\n${diagrams()}\n\n${text.slice(to)}`)
  } else console.log(diagrams())
}
