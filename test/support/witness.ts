import type { Entry } from '../../machines/entry.ts'
import type { GateDefinition, ItemDefinition } from '../../machines/pipeline/pipeline.ts'
import type { GateState, LaunchState } from '../../machines/state.ts'

/**
 * Somebody who reads the log as it grows and keeps their own books, by the domain's words alone: no rule, no query and no machine is
 * asked. What they find wrong is said in sentences.
 */
export class Witness {
  #gates = new Map<string, Books>()
  #candidateAt = -1
  #leftAt = new Map<string, number>()
  #anyLeftAt = -1

  /** Books of one's own, to read on in without changing these. */
  copy(): Witness {
    const copy = new Witness()
    copy.#gates = structuredClone(this.#gates)
    copy.#candidateAt = this.#candidateAt
    copy.#leftAt = new Map(this.#leftAt)
    copy.#anyLeftAt = this.#anyLeftAt
    return copy
  }

  /** What is wrong with this entry, or nothing. */
  read(entry: Entry): string[] {
    const { action, actor, seq, gate, from, to } = entry
    if (action === 'launch.setCandidate') this.#candidateAt = seq
    if (action === 'launch.rollBack') this.#anyLeftAt = seq
    if (gate === undefined) return []
    const books = this.#books(gate)
    if (from?.startsWith('cleared.') && !to.startsWith('cleared.')) {
      this.#leftAt.set(gate, seq)
      this.#anyLeftAt = seq
    }
    const wrong = this.#judge(entry, books)
    const said = entry.data as { item?: string; items?: (string | { item: string })[] }
    const items = [...(said.item === undefined ? [] : [said.item]), ...(said.items ?? [])].map((each) =>
      typeof each === 'string' ? each : each.item,
    )
    if (action === 'gate.tick')
      for (const item of items)
        books.ticks.set(item, { by: actor.kind === 'person' ? actor.id : null, seq, stands: true })
    if (action === 'gate.untick' || action === 'gate.itemNotNeeded') for (const item of items) books.ticks.delete(item)
    if (['gate.recheck', 'gate.lapse', 'gate.return', 'gate.reopen', 'gate.failCheck'].includes(action))
      for (const item of items) {
        const tick = books.ticks.get(item)
        if (tick) tick.stands = false
      }
    const wasSent = from === 'awaitingSignOff' || from === 'cleared.completed'
    if (wasSent && to !== 'awaitingSignOff' && to !== 'cleared.completed') {
      books.sender = null
      books.signed.clear()
    }
    if (action === 'gate.submit' || action === 'gate.complete') {
      books.sender = actor.id
      books.signed.clear()
    }
    if (action === 'gate.signOff' && entry.as !== undefined) books.signed.set(entry.as, actor.id)
    if (action === 'gate.requestWaiver') books.askedBy = actor.id
    if (action === 'gate.grantWaiver') books.waivedAt = seq
    return wrong
  }

  #judge({ action, actor, seq, gate, as, from }: Entry, books: Books): string[] {
    const { sender, ticks, signed } = books
    const who = `seq ${seq}: ${actor.id} ${action} ${gate}`
    const hasSigned = [...signed.values()].includes(actor.id)
    if (action === 'gate.tick' && from !== null && (from === 'awaitingSignOff' || from.startsWith('cleared.')))
      return hasSigned ? [`${who}, and has signed it`] : []
    if (action === 'gate.grantWaiver') return books.askedBy === actor.id ? [`${who}, and asked for it`] : []
    if (action !== 'gate.signOff') return []
    return [
      ...(actor.kind === 'person' ? [] : [`${who}, and is nobody`]),
      ...(as !== undefined && actor.roles.includes(as) ? [] : [`${who}, without the role ${as}`]),
      ...(sender === actor.id ? [`${who}, and sent it`] : []),
      ...([...ticks.values()].some(({ by, stands }) => stands && by === actor.id) ? [`${who}, and ticked in it`] : []),
      ...(hasSigned ? [`${who}, and signed it already`] : []),
    ]
  }

  /** Why the gates of this launch do not allow a go at this instant. */
  againstGates(launch: LaunchState, now: number): string[] {
    return launch.definition.gates.flatMap((gate) => this.#gate(launch, gate, now))
  }

  /** Why this gate must be neither sent nor signed at this instant, whoever asks. */
  againstSending(launch: LaunchState, id: string, now: number): string[] {
    const { gates } = launch.definition
    const definition = gates.find((each) => each.id === id)
    const gate = launch.gates[id]
    if (!definition || !gate) return [`${id} is not there`]
    const needed = gates.filter((each) => definition.needs.includes(each.id))
    const items = [...definition.items, ...gate.context.added]
    return [
      ...needed.flatMap((each) => this.#gate(launch, each, now)),
      ...this.#items(id, items, gate, now, id === launch.definition.decision),
    ]
  }

  #gate({ definition, gates }: LaunchState, { id, items, signers }: GateDefinition, now: number): string[] {
    const gate = gates[id]
    if (!gate) return [`${id} is not there`]
    const isDecision = id === definition.decision
    if (gate.state === 'cleared.notNeeded') return isDecision ? [`${id} is the decision`] : []
    const all = [...items, ...gate.context.added]
    if (gate.state === 'cleared.waived')
      return isDecision ? [`${id} is the decision`] : this.#waived(id, all, gate, now)
    if (gate.state !== 'cleared.completed') return [`${id} is ${gate.state}`]
    return [...this.#items(id, all, gate, now, isDecision), ...this.#signatures(id, signers)]
  }

  /** A waiver that has not ended, and was given after everything that would have ended it. */
  #waived(id: string, items: ItemDefinition[], { context }: GateState, now: number): string[] {
    const { waivedAt } = this.#books(id)
    const ended = items
      .filter((item) => context.items[item.id]?.state !== 'notNeeded')
      .filter((item) => this.#changedAt(item) > waivedAt)
    return [
      ...(context.waiver && context.waiver.until > now ? [] : [`the waiver of ${id} has ended`]),
      ...ended.map((item) => `${id} was waived before what ${item.id} depends on changed`),
    ]
  }

  #items(id: string, items: ItemDefinition[], { context }: GateState, now: number, isDecision: boolean): string[] {
    return items.flatMap((item): string[] => {
      const state = context.items[item.id]
      if (!item.required || state?.state === 'notNeeded') return []
      const tick = this.#books(id).ticks.get(item.id)
      if (state?.state !== 'ticked' || !state.ticked || !tick?.stands) return [`${id} ${item.id} is not ticked`]
      const changedAt = isDecision ? Math.max(this.#anyLeftAt, this.#candidateAt) : this.#changedAt(item)
      return [
        ...(tick.seq < changedAt ? [`${id} ${item.id} was ticked before what it depends on changed`] : []),
        ...(item.freshFor !== null && state.ticked.at + item.freshFor <= now ? [`${id} ${item.id} is too old`] : []),
      ]
    })
  }

  #signatures(id: string, signers: string[]): string[] {
    const { sender, ticks, signed } = this.#books(id)
    const people = signers.map((role) => signed.get(role))
    const ticked = [...ticks.values()].filter(({ stands }) => stands).map(({ by }) => by)
    return [
      ...(people.includes(undefined) ? [`${id} lacks a signature`] : []),
      ...(new Set(people).size < signers.length ? [`${id} was signed twice by one person`] : []),
      ...(people.some((each) => each !== undefined && each === sender) ? [`${id} was signed by its sender`] : []),
      ...(people.some((each) => each !== undefined && ticked.includes(each)) ? [`${id} was signed by who ticked`] : []),
    ]
  }

  /** The last entry that asks this item again. */
  #changedAt({ recheckOn }: ItemDefinition): number {
    return Math.max(
      -1,
      ...recheckOn.map((on) => (on === 'candidate' ? this.#candidateAt : (this.#leftAt.get(on.needs) ?? -1))),
    )
  }

  #books(gate: string): Books {
    const known = this.#gates.get(gate)
    if (known) return known
    const made: Books = { sender: null, ticks: new Map(), signed: new Map(), askedBy: null, waivedAt: -1 }
    this.#gates.set(gate, made)
    return made
  }
}

interface Books {
  sender: string | null
  ticks: Map<string, { by: string | null; seq: number; stands: boolean }>
  signed: Map<string, string>
  askedBy: string | null
  waivedAt: number
}

/** Why the build of this launch must not go at this instant, whatever its gates. */
export function againstBuild({ context, definition }: LaunchState, now: number): string[] {
  const { candidate, rolledBack, window } = context
  const isBound = definition.gates.some(({ items }) => items.some((item) => item.recheckOn.includes('candidate')))
  return [
    ...(isBound && candidate === null ? ['no build is named'] : []),
    ...(candidate !== null &&
    rolledBack.some(
      (each) => each.version === candidate.version || (each.commit !== null && each.commit === candidate.commit),
    )
      ? ['the build was rolled back']
      : []),
    ...(window !== null && (now < window.opensAt || now >= window.closesAt) ? ['it is outside the window'] : []),
  ]
}
