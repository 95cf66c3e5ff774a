import { initialTransition } from 'xstate'
import type { Actor, Decision, SealedCreate } from './entry.ts'
import type { Asker } from './events.ts'
import { fromStateValue, gateMachine } from './gate.ts'
import { launchMachine } from './launch.ts'
import type { Definition } from './pipeline.ts'
import {
  type GateContext,
  type GateState,
  gateValue,
  type LaunchContext,
  type LaunchState,
  launchValue,
} from './state.ts'
import { entryOf } from './step.ts'

/** The first entry of a launch: the draft, with the pipeline's definition and the people of its roles. */

/** What stands for a person whom the directory does not know, with the name that was given. */
export const unknownPerson = 'unknown:'

/** Who may create: the administrator, or whose default roles include the pipeline's lead role. */
export function mayCreate(actor: Actor, pipeline: Definition): boolean {
  if (actor.kind !== 'person' || actor.permission === 'auditor') return false
  return actor.permission === 'admin' || actor.defaultRoles.includes(pipeline.lead)
}

export function createLaunch(
  there: LaunchState | null,
  command: SealedCreate,
  actor: Actor,
  now: number,
  request: string,
  launch: string,
): Decision {
  const { pipeline } = command
  if (!mayCreate(actor, pipeline))
    return {
      accepted: false,
      kind: 'forbidden',
      reason: { code: 'not-your-role', params: { roles: [pipeline.lead, 'admin'] } },
    }
  if (there !== null)
    return { accepted: false, kind: 'refused', reason: { code: 'slug-taken', params: { slug: launch } } }
  const unknown = Object.entries(command.people).flatMap(([role, people]) => [
    ...(pipeline.roles.includes(role) ? [] : [role]),
    ...people.filter((person) => person.startsWith(unknownPerson)).map((person) => person.slice(unknownPerson.length)),
  ])[0]
  if (unknown !== undefined)
    return { accepted: false, kind: 'refused', reason: { code: 'unknown-name', params: { name: unknown } } }
  const asker: Asker = { id: actor.id, kind: actor.kind, permission: actor.permission, roles: [...actor.defaultRoles] }
  const state = draft(command, launch, now)
  const moved = { from: null, to: state.state }
  return {
    accepted: true,
    entries: [entryOf({ launch, seq: 0, request }, command, { asker, at: now, via: actor.via }, moved)],
    state,
  }
}

/** A launch at version 1, as its first entry makes it. */
export function draft(command: SealedCreate, launch: string, at: number): LaunchState {
  const { pipeline } = command
  const gateContext: GateContext = {
    items: {},
    added: [],
    person: null,
    submission: null,
    signatures: {},
    reason: null,
    waiver: null,
    waiverRequest: null,
  }
  const context: LaunchContext = {
    title: command.title,
    store: command.store ?? null,
    texts: command.texts,
    targetAt: Date.parse(command.targetAt),
    timeZone: command.timeZone,
    window: null,
    public: false,
    archived: false,
    people: Object.fromEntries(pipeline.roles.map((role) => [role, command.people[role] ?? []])),
    candidate: null,
    rolledBack: [],
    hold: null,
  }
  const [firstOfGate] = initialTransition(gateMachine, gateContext)
  const [firstOfLaunch] = initialTransition(launchMachine, context)
  const gate: GateState = {
    state: gateValue.parse(fromStateValue(firstOfGate.value)),
    version: 1,
    statusSince: at,
    inOrderSince: null,
    context: gateContext,
  }
  return {
    launch,
    definition: pipeline,
    state: launchValue.parse(fromStateValue(firstOfLaunch.value)),
    stateSince: at,
    version: 1,
    createdAt: at,
    at,
    context,
    gates: Object.fromEntries(pipeline.gates.map(({ id }) => [id, gate])),
  }
}
