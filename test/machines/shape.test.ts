import { describe, expect, test } from 'vitest'
import { actionNames } from '../../machines/entry.ts'
import { gateMachine } from '../../machines/gate.ts'
import { launchMachine } from '../../machines/launch.ts'
import { replayableActions } from '../../machines/replay.ts'
import { gateRules } from '../../machines/rules/gate-rules.ts'
import { launchRules } from '../../machines/rules/launch-rules.ts'
import { gateValue, launchValue } from '../../machines/state.ts'

/** How the machines are drawn: so that can() never lies, and no transition is hidden in a wildcard, a list or a timer. */

interface Node {
  on?: Record<string, unknown>
  states?: Record<string, Node>
  [key: string]: unknown
}

/** XState's own type of a configuration has no index to walk it by. */
const drawn = (machine: { config: unknown }) => machine.config as Node

const machines: [string, Node, Record<string, unknown>, readonly string[]][] = [
  ['gate', drawn(gateMachine), gateRules, gateValue.options],
  ['launch', drawn(launchMachine), launchRules, launchValue.options],
]

/** Every node with its path, the root first. */
function* nodes(node: Node, path: string[] = []): Generator<[string[], Node]> {
  yield [path, node]
  for (const [name, inner] of Object.entries(node.states ?? {})) yield* nodes(inner, [...path, name])
}

test('every action that a log can hold can be read back from it', () => {
  expect(['launch.create', ...replayableActions].sort()).toEqual([...actionNames].sort())
})

test('the launch lets a gate event in or not, whichever gate it is about: no guard decides', () => {
  for (const [path, node] of nodes(drawn(launchMachine)))
    for (const [event, handler] of Object.entries(node.on ?? {}))
      if (event.startsWith('gate.')) expect(handler, `${path.join('.')} on ${event}`).toEqual({ actions: 'work' })
})

describe.each(machines)('the %s machine', (_, config, rules, values) => {
  test('has exactly the states that the domain names', () => {
    const leaves = [...nodes(config)].filter(([, node]) => !node.states).map(([path]) => path.join('.'))
    expect(leaves.sort()).toEqual([...values].sort())
  })

  test('is made of states and their handlers alone: nothing eventless, delayed, spawned, remembered or final', () => {
    for (const [path, node] of nodes(config))
      expect(
        Object.keys(node).filter(
          (key) => node[key] !== undefined && !['id', 'initial', 'context', 'on', 'states'].includes(key),
        ),
        path.join('.'),
      ).toEqual([])
  })

  test('each handler is one transition with a named action, at most one guard that has rules, and at most one target', () => {
    for (const [path, node] of nodes(config))
      for (const [event, handler] of Object.entries(node.on ?? {})) {
        const where = `${path.join('.')} on ${event}`
        expect(event, where).toMatch(/^(gate|launch)\.[a-zA-Z]+$/)
        expect(Array.isArray(handler), where).toBe(false)
        const { guard, target, actions, ...rest } = handler as Record<string, unknown>
        expect(rest, where).toEqual({})
        for (const action of [actions].flat()) expect(action, where).toBeTypeOf('string')
        if (guard !== undefined) expect(Object.keys(rules), where).toContain(guard)
        if (target !== undefined) expect(target, where).toBeTypeOf('string')
      }
  })

  test('an event has one handler along any path of ancestors', () => {
    for (const [path] of nodes(config)) {
      const above: string[] = []
      let node: Node | undefined = config
      for (const name of [null, ...path]) {
        if (name !== null) node = node?.states?.[name]
        above.push(...Object.keys(node?.on ?? {}))
      }
      expect(above.length, path.join('.')).toBe(new Set(above).size)
    }
  })
})
