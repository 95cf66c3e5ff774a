import type { Entry } from '../machines/entry.ts'
import { commitmentsIn } from './commitments-in.ts'
import {
  differenceOfBlankText,
  differenceOfCopies,
  differenceOfFile,
  differenceOfMissingTexts,
  differenceOfProjection,
  differenceOfText,
  differenceOfValues,
  fileIn,
  type NamedFile,
  type NamedText,
} from './differences.ts'
import { mayBeErased } from './erasable-texts.ts'
import { LogReader, LogReplay } from './log-reader.ts'
import { Pauses } from './pauses.ts'
import type { EvidenceFile, PrivateText, Store, StoredSince } from './store.ts'

/** The first difference, with the entry where it shows if it shows at one. */
export interface Difference {
  matches: false
  seq?: number
  difference: string
}

/** A log in which everything matches has this many entries, and this root (hex). */
export type LogVerification = { matches: true; entries: number; root: string } | Difference

const differs = (difference: string, seq?: number): Difference =>
  seq === undefined ? { matches: false, difference } : { matches: false, seq, difference }

/** What verification compares in one go: what is stored, and the texts and files that belong to the entries it reads. */
interface Part {
  stored: StoredSince
  /** Given entries → the texts and files of theirs that are stored. */
  beside: (texts: ReadonlyMap<string, NamedText>, files: ReadonlyMap<string, NamedFile>) => Promise<Beside>
}
interface Beside {
  texts: readonly PrivateText[]
  files: readonly EvidenceFile[]
}

/** Leaves read at once: few enough that reading them is a short step. */
const batch = 100

/** How far a launch is verified: what its next entries are compared with. It forgets the entries themselves. */
export class VerificationProgress {
  readonly #launch: string
  readonly #log: LogReader
  readonly #replay = new LogReplay()
  /** Commitments, each with the first entry that names it. */
  readonly #texts = new Map<string, NamedText>()
  readonly #files = new Map<string, NamedFile>()
  #deleted = 0

  constructor(launch: string) {
    this.#launch = launch
    this.#log = new LogReader(launch)
  }

  sizes(): { entries: number; root: string; texts: number; files: number; deleted?: number } {
    const sizes = { entries: this.#log.size, root: this.#log.root(), texts: this.#texts.size, files: this.#files.size }
    return this.#deleted === 0 ? sizes : { ...sizes, deleted: this.#deleted }
  }

  /** Compares everything that was stored since; the first difference, or the files of which the bytes are still to be compared. */
  async goOn(store: Store): Promise<{ files: readonly EvidenceFile[] } | Difference> {
    const part = await this.#part(store)
    if (part === null) return differs(`there is no launch ${this.#launch}`)
    const { stored } = part
    const pauses = new Pauses()
    const entries: Entry[] = []
    const difference =
      (await this.#differenceOfLeaves(store, stored, entries, pauses)) ??
      this.#differenceOfTree(stored) ??
      (await this.#differenceOfReplay(stored, entries, pauses))
    if (difference !== null) return difference
    const texts = await this.#newTexts(entries, pauses)
    const files = this.#newFiles(entries)
    const beside = await part.beside(texts, files)
    const reason =
      (await this.#differenceOfTexts(stored, texts, { ...beside, erased: await erasedPeople(store) }, pauses)) ??
      this.#differenceOfFiles(stored, files, beside.files)
    return reason === null ? { files: beside.files } : differs(reason)
  }

  /** The first time everything at one instant; later only what belongs to new entries, which no later commit takes away. */
  async #part(store: Store): Promise<Part | null> {
    if (this.#log.size === 0) {
      const all = await store.stored(this.#launch)
      if (all === null) return null
      const { texts, evidence, ...rest } = all
      const stored = { ...rest, texts: texts.length, evidence: evidence.length }
      return { stored, beside: async () => ({ texts, files: evidence }) }
    }
    const stored = await store.storedSince(this.#launch, this.#log.size)
    return stored && { stored, beside: (texts, files) => this.#readBeside(store, texts, files) }
  }

  async #readBeside(
    store: Store,
    texts: ReadonlyMap<string, NamedText>,
    files: ReadonlyMap<string, NamedFile>,
  ): Promise<Beside> {
    const found = await Promise.all([...files.keys()].map((sha256) => store.evidenceFile(this.#launch, sha256)))
    return {
      texts: await store.privateTexts(this.#launch, [...texts.keys()]),
      files: found.filter((file) => file !== null),
    }
  }

  async #differenceOfLeaves(
    store: Store,
    { state, entries: count }: StoredSince,
    entries: Entry[],
    pauses: Pauses,
  ): Promise<Difference | null> {
    const size = Math.max(state.version, count)
    for (let from = this.#log.size; from < size; from += batch)
      for (const row of await store.storedEntries(this.#launch, from, Math.min(size, from + batch))) {
        const read = this.#log.add(row.leaf)
        const difference = 'difference' in read ? read.difference : differenceOfCopies(row, read.entry)
        if (difference !== null) return differs(difference, Math.min(row.seq, this.#log.size))
        if ('entry' in read) entries.push(read.entry)
        await pauses.between()
      }
    return null
  }

  #differenceOfTree({ state, root }: StoredSince): Difference | null {
    if (this.#log.size !== state.version)
      return differs(`the row of the launch says version ${state.version}, the log has ${this.#log.size} entries`)
    const found = this.#log.root()
    return found === root ? null : differs(`the stored root is ${root}, the entries make ${found}`)
  }

  /** Replays the entries; their commits are those that are listed, and they lead to the rows. */
  async #differenceOfReplay(
    { commits, state, projection }: StoredSince,
    entries: readonly Entry[],
    pauses: Pauses,
  ): Promise<Difference | null> {
    let count = 0
    for (const [index, entry] of entries.entries()) {
      const added = this.#replay.add(entry, entries[index + 1])
      if ('difference' in added) return differs(added.difference, entry.seq)
      if (added.commit !== null) {
        const difference = differenceOfValues(added.commit, commits[count], `commits.${count}`)
        if (difference !== null) return differs(`the log and the commits differ: ${difference}`)
        count += 1
      }
      await pauses.between()
    }
    const beyond = differenceOfValues(undefined, commits[count], `commits.${count}`)
    if (beyond !== null) return differs(`the log and the commits differ: ${beyond}`)
    const rows = differenceOfValues(this.#replay.state, state, 'launch')
    const difference =
      rows === null ? differenceOfProjection(state, projection) : `the log and the rows differ: ${rows}`
    return difference === null ? null : differs(difference)
  }

  /** The commitments that these entries are the first to name. */
  async #newTexts(entries: readonly Entry[], pauses: Pauses): Promise<Map<string, NamedText>> {
    const found = new Map<string, NamedText>()
    for (const entry of entries) {
      const named = { seq: entry.seq, author: mayBeErased(entry) ? entry.actor.id : null }
      for (const text of commitmentsIn(entry.data))
        if (!this.#texts.has(text) && !found.has(text)) found.set(text, named)
      await pauses.between()
    }
    return found
  }

  /** The files that these entries are the first to name. */
  #newFiles(entries: readonly Entry[]): Map<string, NamedFile> {
    const found = new Map<string, NamedFile>()
    for (const entry of entries) {
      const file = fileIn(entry)
      if (file === null || this.#files.has(file.sha256) || found.has(file.sha256)) continue
      const { sha256, ...named } = file
      found.set(sha256, named)
    }
    return found
  }

  async #differenceOfTexts(
    stored: StoredSince,
    named: ReadonlyMap<string, NamedText>,
    { texts, erased }: { texts: readonly PrivateText[]; erased: ReadonlySet<string> },
    pauses: Pauses,
  ): Promise<string | null> {
    for (const text of texts) {
      const isBlank = (text.erasedAt ?? null) !== null
      const first = named.get(text.commitment)
      const difference = isBlank
        ? differenceOfBlankText(text, first, erased)
        : differenceOfText(text, first !== undefined)
      if (difference !== null) return difference
      if (isBlank) this.#deleted += 1
      await pauses.between()
    }
    const missing = differenceOfMissingTexts(new Map([...named].map(([text, { seq }]) => [text, seq])), texts)
    if (missing !== null) return missing
    for (const [text, first] of named) this.#texts.set(text, first)
    const count = this.#texts.size
    return stored.texts === count ? null : `${stored.texts} private texts are kept, the entries name ${count}`
  }

  #differenceOfFiles(
    stored: StoredSince,
    named: ReadonlyMap<string, NamedFile>,
    files: readonly EvidenceFile[],
  ): string | null {
    const missing = new Set(named.keys())
    for (const file of files) {
      const difference = differenceOfFile(file, named.get(file.sha256))
      if (difference !== null) return difference
      missing.delete(file.sha256)
    }
    const [first] = missing
    if (first !== undefined) return `the file ${first} is named by an entry, the list of files lacks it`
    for (const [sha256, file] of named) this.#files.set(sha256, file)
    const count = this.#files.size
    return stored.evidence === count ? null : `${stored.evidence} files are listed, the entries name ${count}`
  }
}

/** Pseudonyms of those whose texts may be blank: the installation's log says so of each. */
async function erasedPeople({ installation }: Store): Promise<Set<string>> {
  const filter = { actions: ['person.erase'] }
  const entries = await installation.find(filter, 0, await installation.count(filter))
  return new Set(entries.flatMap((entry) => (entry.action === 'person.erase' ? [entry.data.person] : [])))
}
