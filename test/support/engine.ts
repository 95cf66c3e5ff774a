import { decide } from '../../machines/decide.ts'
import { decideClock } from '../../machines/due.ts'
import type { Actor, Entry, Ruling, SealedCommand, SealedCreate } from '../../machines/entry.ts'
import type { Definition } from '../../machines/pipeline/pipeline.ts'
import { can } from '../../machines/reading/can.ts'
import { type AskedBuild, verdict } from '../../machines/reading/verdict.ts'
import type { LaunchState } from '../../machines/state.ts'
import { sealed } from './sealed.ts'

/** The engine alone, with a cast and a clock that is moved by hand: no database, no web. People stand under their own names. */

/** Who holds which role in the stories. */
export const cast: Record<string, string> = {
  'ecommerce-sme': 'priya',
  'head-of-digital': 'helen',
  'backend-developer': 'tom',
  'technical-sme': 'ana',
  'frontend-developer': 'lin',
  tester: 'sam',
  'inventory-manager': 'joon',
  'logistics-manager': 'wei',
  'marketing-manager': 'marta',
  'business-analyst': 'ben',
  'content-team': 'chloe',
  'customer-service': 'yuna',
  'full-stack-developer': 'fay',
}

export const monday = Date.parse('2026-11-23T09:00:00.000Z')
export const days = (n: number): number => n * 86_400_000

export function actor(name: string): Actor {
  const permission = name === 'omar' ? 'auditor' : name === 'ada' ? 'admin' : 'member'
  const defaultRoles = Object.keys(cast).filter((role) => cast[role] === name)
  return { id: name, kind: name === 'ci' ? 'service' : 'person', permission, defaultRoles }
}

export interface Engine {
  readonly state: LaunchState
  readonly log: Entry[]
  now: number
  /** Sends a command and keeps what it led to; returns the ruling. */
  send(who: string, command: SealedCommand): Ruling
  /** Sends a command that must be accepted. */
  does(who: string, command: SealedCommand): Entry[]
  /** `ifVersion` as somebody who looks at the gate now would send it. */
  seen(gate: string): number
  clock(): Entry[]
  verdict(asked?: AskedBuild): ReturnType<typeof verdict>
  can(who: string): ReturnType<typeof can>
}

/** A draft of this pipeline with the cast in its roles. `people` replaces holders. */
export function engine(pipeline: Definition, people: Record<string, string[]> = {}): Engine {
  const holders = Object.fromEntries(pipeline.roles.map((role) => [role, people[role] ?? [cast[role] ?? '']]))
  const create: SealedCreate = {
    type: 'launch.create',
    pipeline,
    texts: sealed('texts'),
    title: sealed('title'),
    targetAt: '2026-12-01T02:00:00.000Z',
    timeZone: 'Asia/Taipei',
    people: holders,
  }
  const first = decide(null, create, actor('priya'), monday, 'r_0', 'aurora')
  if (!first.accepted) throw new Error(`launch.create was refused: ${first.reason.code}`)
  let state = first.state
  const log = [...first.entries]
  let commits = 0
  const keep = (ruling: Ruling): Ruling => {
    if (ruling.accepted) {
      state = ruling.state
      log.push(...ruling.entries)
    }
    return ruling
  }
  const it: Engine = {
    now: monday,
    log,
    get state() {
      return state
    },
    send(who, command) {
      commits += 1
      return keep(decide(state, command, actor(who), it.now, `r_${commits}`, 'aurora'))
    },
    does(who, command) {
      const ruling = it.send(who, command)
      if (!ruling.accepted) throw new Error(`${who} ${command.type} was refused: ${JSON.stringify(ruling.reason)}`)
      return ruling.entries
    },
    seen: (gate) => state.gates[gate]?.version ?? 0,
    clock() {
      commits += 1
      const ruling = keep(decideClock(state, it.now, `r_${commits}`))
      return ruling.accepted ? ruling.entries : []
    },
    verdict: (asked = { build: 'current' }) => verdict(state, it.now, asked),
    can: (who) => can(state, actor(who), it.now),
  }
  return it
}
