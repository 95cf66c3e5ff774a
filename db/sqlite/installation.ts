import { count, desc } from 'drizzle-orm'
import { engine, type InstallationDraft, type InstallationEntry } from '../../machines/installation/entry.ts'
import type { Known, RowsAsked } from '../../machines/installation/known.ts'
import { type Standing, standingOf } from '../../machines/installation/standing.ts'
import type {
  InstallationChange,
  InstallationFilter,
  InstallationOutcome,
  StoredInstallation,
  StoredInstallationEntry,
  StoredText,
} from '../installation.ts'
import { installationLeaf, readInstallationEntry } from '../installation-leaf.ts'
import { append, emptyFrontier, type Frontier, isFrontier, leafHash, rootOfFrontier } from '../merkle.ts'
import { json } from '../rows.ts'
import { canonical } from '../seal.ts'
import { Damaged, type PrivateText } from '../store.ts'
import type { Connection } from './connection.ts'
import type { DirectoryRows } from './directory-rows.ts'
import { blankPerson } from './erasure.ts'
import { whereOf } from './installation-queries.ts'
import { installationRows } from './installation-rows.ts'
import { installationEntries } from './installation-schema.ts'
import { installationWrites } from './installation-writes.ts'

interface Head {
  edge: Frontier
  at: number
}

/** The installation on one connection, synchronous; transactions are the caller's. */
export class InstallationRows {
  readonly #db: Connection
  readonly #directory: DirectoryRows
  readonly #rows: ReturnType<typeof installationRows>
  readonly #writes: ReturnType<typeof installationWrites>

  constructor(db: Connection, directory: DirectoryRows) {
    this.#db = db
    this.#directory = directory
    this.#rows = installationRows(db)
    this.#writes = installationWrites(db)
  }

  /** Belongs inside a write transaction. */
  change<Asked extends RowsAsked>(change: InstallationChange<Asked>): InstallationOutcome<Asked> {
    const head = this.#head()
    const at = Math.max(change.at, head.at)
    const known = this.read(change.asked)
    const ruling = change.decide(known, at)
    // The first entry says who was there before anything is changed.
    const entries = this.#append(head, at, ruling.entries ?? [])
    for (const one of ruling.changes ?? []) this.#writes.change(one)
    const named = JSON.stringify(entries)
    for (const text of change.texts) if (named.includes(text.commitment)) this.#addText(text)
    if (ruling.accepted && change.erases !== undefined) this.#erase(change.erases, known, entries.at(-1), at)
    return ruling.accepted ? { kind: 'accepted', entries, known } : { kind: 'refused', reason: ruling.reason, known }
  }

  #erase(id: string, { people }: Known, entry: InstallationEntry | undefined, at: number): void {
    const person = people.find((each) => each.id === id)
    if (person === undefined || entry?.action !== 'person.erase' || entry.data.person !== person.pseudonym)
      throw new Error('Nobody is erased without an entry that says so.')
    blankPerson(this.#db, person, entry, at)
  }

  /** An entry about something that another part of the store writes in the same transaction. */
  record(at: number, draft: InstallationDraft): void {
    const head = this.#head()
    this.#append(head, Math.max(at, head.at), [draft])
  }

  read<Asked extends RowsAsked>(asked: Asked): Known<Asked> {
    return {
      people: this.#directory.people(),
      services: this.#directory.services(),
      profiles: this.#rows.profiles(),
      settings: this.#rows.settings(),
      ...this.#rows.found(asked),
    }
  }

  head(): { size: number; root: string } {
    const { edge } = this.#head()
    return { size: edge.size, root: rootOfFrontier(edge).toString('hex') }
  }

  find(filter: InstallationFilter, offset: number, limit: number): InstallationEntry[] {
    const { seq } = installationEntries
    const query = this.#db.select().from(installationEntries).where(whereOf(filter)).orderBy(desc(seq))
    return query
      .limit(limit)
      .offset(offset)
      .all()
      .map(({ leaf }) => readInstallationEntry(leaf))
  }

  count(filter: InstallationFilter): number {
    return this.#db.select({ rows: count() }).from(installationEntries).where(whereOf(filter)).get()?.rows ?? 0
  }

  leaves(from: number, to: number): string[] {
    return this.storedEntries(from, to).map(({ leaf }) => leaf)
  }

  storedEntries(from: number, to: number): StoredInstallationEntry[] {
    return this.#rows.queries.entries.all({ from, to })
  }

  texts(commitments: readonly string[]): Map<string, unknown> {
    const rows = commitments.flatMap((key) => this.#rows.queries.text.get({ key }) ?? [])
    const kept = rows.filter(({ erasedAt }) => erasedAt === null)
    return new Map(kept.map(({ commitment, value }) => [commitment, json(value, `text ${commitment}`)]))
  }

  privateTexts(commitments?: readonly string[]): StoredText[] {
    const { text, texts } = this.#rows.queries
    const rows = commitments === undefined ? texts.all() : commitments.flatMap((key) => text.get({ key }) ?? [])
    return rows.map((row) => ({
      ...row,
      value: row.erasedAt === null ? json(row.value, `text ${row.commitment}`) : null,
    }))
  }

  standing(): Standing {
    return standingOf({
      people: this.#directory.people(),
      services: this.#directory.services(),
      tokens: this.#directory.tokens(),
      sessions: this.#rows.sessions(),
      launches: this.#rows.launches(),
    })
  }

  stored(): StoredInstallation {
    const last = this.#rows.queries.lastEntry.get()
    return {
      size: last === undefined ? 0 : last.seq + 1,
      entries: this.count({}),
      texts: this.#rows.queries.countTexts.get()?.rows ?? 0,
      standing: this.standing(),
    }
  }

  #head(): Head {
    const last = this.#rows.queries.lastEntry.get()
    if (last === undefined) return { edge: emptyFrontier, at: Number.NEGATIVE_INFINITY }
    const nodes = json(last.edge, 'the installation log')
    const edge = { size: last.seq + 1, nodes: Array.isArray(nodes) ? nodes.map(String) : [] }
    if (!isFrontier(edge)) throw new Damaged('the tree of the installation log has no edge')
    return { edge, at: last.at }
  }

  #append({ edge }: Head, at: number, drafts: readonly InstallationDraft[]): InstallationEntry[] {
    if (drafts.length === 0) return []
    let growing = edge
    return [...(edge.size === 0 ? [this.#begin()] : []), ...drafts].map((draft) => {
      const entry: InstallationEntry = {
        v: 1,
        log: 'installation',
        seq: growing.size,
        at: new Date(at).toISOString(),
        ...draft,
      }
      const leaf = installationLeaf(entry)
      readInstallationEntry(leaf)
      const hashed = leafHash(leaf)
      growing = append(growing, hashed)
      const { seq, action, actor } = entry
      const row = { seq, at, action, actor: actor.id, leaf, hash: hashed.toString('hex') }
      this.#writes.addEntry({ ...row, edge: JSON.stringify(growing.nodes) })
      return entry
    })
  }

  /** Who and what is there before anything is logged. */
  #begin(): InstallationDraft {
    return { action: 'installation.begin', actor: engine, data: this.standing() }
  }

  #addText({ commitment, salt, value }: PrivateText): void {
    this.#writes.addText({ commitment, salt, value: canonical(value) })
  }
}
