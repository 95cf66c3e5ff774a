import { type PersonCommand, personCommand } from '../../../machines/commands.ts'
import { scopes } from '../../../machines/installation/scopes.ts'
import type { Caller } from '../../../server/auth/caller.ts'
import { type CommandOutcome, handleCommand } from '../../../server/commands/handle-command.ts'
import { receiveEvidence } from '../../../server/evidence/receive.ts'
import type { Shop } from '../shop.ts'

/** The two ways by which the people of a random story send their commands. */

/** A command, or evidence at its own address. */
export type Asked =
  | PersonCommand
  | {
      type: 'evidence'
      gate: string
      item: string
      candidate?: string | undefined
      received:
        | { kind: 'file'; name: string; bytes: Buffer }
        | { kind: 'report'; bytes: Buffer }
        | { kind: 'number'; value: number }
    }

/** Null when it was accepted. */
export type Refusal = { kind: string; code: string } | null
export type Door = (who: string, launch: string, asked: Asked) => Promise<Refusal>

/** Straight to the one way through. */
export function innerDoor(shop: Shop, callers: ReadonlyMap<string, Caller>): Door {
  return async (who, launch, asked) => {
    const caller = callers.get(who)
    if (!caller) throw new Error(`nobody is called ${who}`)
    const route = `random ${launch}`
    const outcome: CommandOutcome =
      asked.type === 'evidence'
        ? await receiveEvidence(shop.services, { ...asked, caller, launch, route }, asked.received)
        : await handleCommand(shop.services, { caller, launch, command: personCommand.parse(asked), route })
    if (outcome.kind === 'accepted') return null
    if (outcome.kind === 'key-reused') throw new Error('no key was given')
    return { kind: outcome.refusal.kind, code: outcome.refusal.reason.code }
  }
}

const kindsOfStatus: Record<number, string> = {
  403: 'forbidden',
  404: 'unknown',
  409: 'refused',
  412: 'stale',
  428: 'version-required',
}

/** Through HTTP, with each one's own token; a token that may sign does not live long, and the clock moves fast. */
export function outerDoor(shop: Shop): Door {
  const tokens = new Map<string, { token: string; at: number }>()
  const tokenOf = async (who: string): Promise<string> => {
    const known = tokens.get(who)
    if (known && shop.now - known.at < 86_400_000) return known.token
    const token = await shop.token(
      who,
      who === 'ci' ? ['launch:read', 'evidence:write', 'candidate:write'] : [...scopes],
    )
    tokens.set(who, { token, at: shop.now })
    return token
  }
  return async (name, launch, said) => {
    const who = await tokenOf(name)
    const asked = name === 'ci' ? measured(said) : said
    const path = `/api/v1/launches/${launch}`
    const answer = await (asked.type === 'evidence'
      ? sendEvidence(shop, who, path, asked)
      : shop.send(who, launch, asked))
    if (answer.status === 200) return null
    const kind = kindsOfStatus[answer.status]
    if (kind === undefined) throw new Error(`${name} ${asked.type}: ${answer.status} ${JSON.stringify(answer.body)}`)
    return { kind, code: answer.body.reason?.code ?? answer.body.code ?? 'none' }
  }
}

/** A service has no command for what it measures: its numbers go to the evidence address. */
function measured(said: Asked): Asked {
  if (said.type !== 'gate.tick' && said.type !== 'gate.failCheck') return said
  const { gate, item, candidate, evidence } = said
  if (evidence?.kind !== 'number') return said
  return { type: 'evidence', gate, item, candidate, received: { kind: 'number', value: evidence.value } }
}

function sendEvidence(
  shop: Shop,
  who: string,
  launch: string,
  { gate, item, candidate, received }: Extract<Asked, { type: 'evidence' }>,
) {
  const query = candidate === undefined ? '' : `?candidate=${candidate}`
  const post = shop.post(who, `${launch}/gates/${gate}/items/${item}/evidence${query}`)
  if (received.kind === 'number') return post.send({ value: received.value })
  if (received.kind === 'file') return post.attach('file', received.bytes, received.name)
  return post.set('Content-Type', 'application/xml').send(received.bytes.toString('utf8'))
}

export async function callersOf(shop: Shop): Promise<Map<string, Caller>> {
  const { directory } = shop.store
  const callers = new Map<string, Caller>()
  for (const person of await directory.people()) callers.set(person.id, { kind: 'person', person, token: null })
  const [service] = await directory.services()
  const token = (await directory.tokens()).find((each) => each.service === service?.name)
  if (!service || !token) throw new Error('there is no service')
  callers.set('ci', { kind: 'service', service, token })
  return callers
}
