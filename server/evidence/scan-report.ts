import { SaxesParser } from 'saxes'
import { type Report, type ReportReading, readingOf, type Unreadable } from './report.ts'
import { ReportTally, type Said, saidBy } from './report-tally.ts'
import { reportText } from './report-text.ts'
import { localName, type Role, roleOf } from './report-words.ts'

/** Bounds on a document. A report of 10 MB with 524,000 cases is within them; suites of real tools nest less than 20 deep. */
export const mostDepth = 256
export const mostElements = 1_000_000
/** Of one element. */
export const mostAttributes = 256
/** After so many errors the rest is not read. */
const mostErrors = 100_000
const longestWord = 200

/** Ends the parser from inside its own callbacks. */
class Enough extends Error {}

/**
 * Reads a report from its bytes, in one pass and without keeping it (see ReportTally for what counts). `progress` hears what is
 * counted so far after each 64 KB. A document that is not well-formed is read to its end all the same, past its errors: a failure in
 * it counts, and only without one is it refused, with the place of the first error.
 */
export function scanReport(bytes: Uint8Array, progress: (soFar: Report) => void = () => undefined): ReportReading {
  if (bytes.length === 0) return { kind: 'unreadable', why: { code: 'empty' } }
  const scan = new Scan()
  const { chunks, undecodable, isRepaired } = reportText(bytes)
  try {
    for (const chunk of chunks) {
      scan.write(chunk)
      progress(scan.tally.report())
    }
    scan.end()
  } catch (error) {
    if (!(error instanceof Enough)) throw error
  }
  const encoding = undecodable()
  return scan.reading(encoding === null ? null : { code: 'encoding', name: encoding }, isRepaired())
}

class Scan {
  readonly tally = new ReportTally()
  // Prefixes are cut off, not resolved, and XML 1.1 is read like 1.0: its other characters matter to no count.
  readonly #parser = new SaxesParser({ xmlns: false, defaultXMLVersion: '1.0', forceXMLVersion: true })
  #attributes = 0
  #said: Said[] = []
  #elements = 0
  #errors = 0
  #otherRoot: string | null = null
  #hasRoot = false
  #text = ''
  #bound: Unreadable | null = null
  #doctype: Unreadable | null = null
  #error: Unreadable | null = null

  constructor() {
    const parser = this.#parser
    parser.on('error', () => this.#noteError())
    parser.on('doctype', () => {
      if (!this.#hasRoot) this.#doctype = { code: 'doctype' }
    })
    parser.on('attribute', ({ name, value }) => this.#attribute(name, value))
    parser.on('opentag', ({ name }) => this.#open(name))
    parser.on('closetag', ({ name }) => this.#close(name))
  }

  write(chunk: string): void {
    this.#parser.write(chunk)
  }

  end(): void {
    this.#parser.close()
  }

  reading(encoding: Unreadable | null, isRepaired: boolean): ReportReading {
    if (this.#otherRoot !== null) return { kind: 'unreadable', why: { code: 'other-root', name: this.#otherRoot } }
    const against = this.#doctype ?? encoding ?? this.#bound ?? this.#error
    return readingOf(this.tally.report(), against, isRepaired)
  }

  #attribute(name: string, value: string): void {
    this.#attributes += 1
    if (this.#attributes > mostAttributes) this.#stop({ code: 'too-many-attributes', most: mostAttributes })
    const said = saidBy(name, value)
    if (said) this.#said.push(said)
  }

  #open(name: string): void {
    this.#elements += 1
    if (this.#elements > mostElements) this.#stop({ code: 'too-many-elements', most: mostElements })
    if (this.tally.depth >= mostDepth) this.#stop({ code: 'too-deep', most: mostDepth })
    if (!this.#hasRoot && roleOf(localName(name)) !== 'suite') {
      this.#otherRoot = name.slice(0, 60)
      throw new Enough()
    }
    this.#hasRoot = true
    const role = this.tally.open(name, this.#said)
    this.#attributes = 0
    if (this.#said.length > 0) this.#said = []
    this.#listen(role)
  }

  #close(name: string): void {
    if (roleOf(localName(name)) === 'word') this.tally.word(this.#text)
    this.tally.close()
    this.#listen('other')
  }

  /** Texts are looked at only inside an element that is named like a status. */
  #listen(role: Role): void {
    this.#text = ''
    const hear = (text: string) => {
      if (this.#text.length < longestWord) this.#text += text.slice(0, longestWord)
    }
    for (const event of ['text', 'cdata'] as const)
      if (role === 'word') this.#parser.on(event, hear)
      else this.#parser.off(event)
  }

  #noteError(): void {
    this.#errors += 1
    this.#error ??= { code: 'not-xml', line: this.#parser.line, column: Math.max(1, this.#parser.columnIndex) }
    if (this.#errors > mostErrors) throw new Enough()
  }

  #stop(why: Unreadable): never {
    this.#bound ??= why
    throw new Enough()
  }
}
