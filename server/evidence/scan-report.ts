import { SaxesParser } from 'saxes'
import type { FailedNames } from './failed-names.ts'
import { type Report, type ReportReading, readingOf, type Unreadable } from './report.ts'
import { ReportTally, type Said, saidBy } from './report-tally.ts'
import { reportText } from './report-text.ts'
import { aboutOf, localName, type Role, roleOf } from './report-words.ts'

/**
 * Bounds on a document; beyond them it is taken only where it is red. A report of 10 MB with 524,000 cases is within them; suites of
 * real tools nest less than 20 deep.
 */
export const mostDepth = 256
export const mostElements = 1_000_000
/** Of one element. */
export const mostAttributes = 256
/** What is held while it is open takes memory: so many times the bound on depth or attributes, and the rest is not read. */
const mostTimes = 80
/** After so many errors the rest is not read. */
const mostErrors = 100_000
const longestWord = 200
const longestName = 300

/** Ends the parser from inside its own callbacks. */
class Enough extends Error {}

/**
 * Reads a report from its bytes, in one pass and without keeping it (see ReportTally for what counts). `progress` hears what is
 * counted so far after each 64 KB, `failed` at the end the names of failed tests. A document that is not well-formed is read to its end
 * all the same, past its errors: a failure in it counts, and only without one is it refused, with the place of the first error.
 */
export function scanReport(
  bytes: Uint8Array,
  progress: (soFar: Report) => void = () => undefined,
  failed: (failed: FailedNames) => void = () => undefined,
): ReportReading {
  if (bytes.length === 0) return { kind: 'unreadable', why: { code: 'empty' } }
  const scan = new Scan()
  const { chunks, undecodable, isRepaired } = reportText(bytes)
  try {
    for (const chunk of chunks) {
      scan.write(chunk)
      if (scan.hasReport) progress(scan.tally.report())
    }
    scan.end()
  } catch (error) {
    if (!(error instanceof Enough)) throw error
  }
  const called = undecodable()
  const encoding: Unreadable | null = called === null ? null : { code: 'encoding', name: called }
  failed(scan.failed(encoding))
  return scan.reading(encoding, isRepaired())
}

/** The element whose attributes are being read. */
interface Opening {
  role: Role
  isProperty: boolean
  /** Of a property or a case. */
  name: string
  value: string | null
  /** Of a case: the class or file that it stands in. */
  within: string
  /** Whether one of the two is longer than what is kept of it. */
  isCut: boolean
}
/** Attributes in which an element that is named like a status may say it; in which one that holds failures says how many. */
const speaking = new Set(['name', 'code', 'type', 'text', 'label', 'id', 'kind', 'content'])
const counting = new Set(['count', 'total', 'number', 'value'])

/** Many tools write the class, or the names of the suites, into the name too. */
const nameOf = ({ name, within }: Opening): string =>
  within === '' || name.includes(within) ? name : `${within} › ${name}`

class Scan {
  readonly tally = new ReportTally()
  // Prefixes are cut off, not resolved, and XML 1.1 is read like 1.0: its other characters matter to no count.
  readonly #parser = new SaxesParser({ xmlns: false, defaultXMLVersion: '1.0', forceXMLVersion: true })
  #opening: Opening = { role: 'other', isProperty: false, name: '', value: null, within: '', isCut: false }
  #attributes = 0
  #said: Said[] = []
  #elements = 0
  #errors = 0
  #root: string | null = null
  /** Whether there is a suite or a case anywhere; some tools and scripts put reports into an element of their own. */
  hasReport = false
  /** Of each open element the text in it, or null where nobody looks at it. */
  readonly #texts: (string | null)[] = []
  #isListening = false
  #bound: Unreadable | null = null
  #doctype: Unreadable | null = null
  #error: Unreadable | null = null

  constructor() {
    const parser = this.#parser
    parser.on('error', () => this.#noteError())
    parser.on('doctype', () => {
      if (this.#root === null) this.#doctype = { code: 'doctype' }
    })
    parser.on('opentagstart', ({ name }) => this.#begin(localName(name)))
    parser.on('attribute', ({ name, value }) => this.#attribute(localName(name), value))
    parser.on('opentag', ({ name }) => this.#open(name))
    parser.on('closetag', () => this.#close())
  }

  write(chunk: string): void {
    this.#parser.write(chunk)
  }

  end(): void {
    this.#parser.close()
  }

  reading(encoding: Unreadable | null, isRepaired: boolean): ReportReading {
    if (this.#root !== null && !this.hasReport)
      return { kind: 'unreadable', why: encoding ?? { code: 'other-root', name: this.#root } }
    return readingOf(this.tally.report(), this.#against(encoding), isRepaired)
  }

  /** Not whole where something is wrong with the document: it may have hidden a failure. */
  failed(encoding: Unreadable | null): FailedNames {
    const { names, whole } = this.tally.failed()
    return { names, whole: whole && this.#against(encoding) === null }
  }

  #against(encoding: Unreadable | null): Unreadable | null {
    return this.#doctype ?? encoding ?? this.#bound ?? this.#error
  }

  /** Attributes come after the name and before the tag is complete. */
  #begin(name: string): void {
    this.#attributes = 0
    const opening = this.#opening
    opening.role = roleOf(name)
    opening.isProperty = name === 'property'
    opening.name = ''
    opening.value = null
    opening.within = ''
    opening.isCut = false
  }

  #attribute(name: string, value: string): void {
    this.#attributes += 1
    if (this.#attributes > mostAttributes) {
      this.#bound ??= { code: 'too-many-attributes', most: mostAttributes }
      if (this.#attributes > mostAttributes * mostTimes) throw new Enough()
    }
    const { role, isProperty } = this.#opening
    if (isProperty) {
      if (name === 'name') this.#opening.name = value
      else if (name === 'value') this.#opening.value = value
      return
    }
    if (role === 'case' && (name === 'name' || name === 'classname')) this.#call(name, value)
    const isValue = (role === 'word' && name === 'value') || (role === 'holder' && counting.has(name))
    if (isValue) this.#said.push({ about: 'value', value })
    else if (role === 'word' && speaking.has(name)) this.#said.push({ about: 'word', value })
    else {
      const said = saidBy(name, value)
      if (said) this.#said.push(said)
    }
  }

  #call(name: 'name' | 'classname', value: string): void {
    const opening = this.#opening
    const kept = value.slice(0, longestName)
    if (name === 'name') opening.name = kept
    else opening.within = kept
    opening.isCut ||= kept.length < value.length
  }

  #open(name: string): void {
    this.#elements += 1
    if (this.#elements > mostElements) this.#bound ??= { code: 'too-many-elements', most: mostElements }
    if (this.tally.depth >= mostDepth) {
      this.#bound ??= { code: 'too-deep', most: mostDepth }
      if (this.tally.depth >= mostDepth * mostTimes) throw new Enough()
    }
    this.#root ??= name.slice(0, 60)
    const role = this.#roleOfOpened()
    this.hasReport ||= role === 'suite' || role === 'case'
    this.tally.open(role, this.#said, role === 'case' ? nameOf(this.#opening) : '', this.#opening.isCut)
    if (this.#said.length > 0) this.#said = []
    this.#texts.push(role === 'word' || role === 'hint' || role === 'holder' ? '' : null)
    this.#listen()
  }

  /** A property that is named like a status, and whatever is inside a status, is a hint. */
  #roleOfOpened(): Role {
    const { role, isProperty, name, value } = this.#opening
    if (isProperty && aboutOf(localName(name)) === 'word') {
      if (value !== null) this.#said.push({ about: 'value', value })
      return 'hint'
    }
    return role === 'other' && (this.tally.role === 'word' || this.tally.role === 'hint') ? 'hint' : role
  }

  #close(): void {
    const text = this.#texts.pop() ?? null
    if (text !== null) this.tally.text(text)
    this.tally.close()
    this.#listen()
  }

  /** Texts are looked at only inside an element whose text may say something. */
  #listen(): void {
    const listens = (this.#texts.at(-1) ?? null) !== null
    if (listens === this.#isListening) return
    this.#isListening = listens
    for (const event of ['text', 'cdata'] as const)
      if (listens) this.#parser.on(event, (text) => this.#hear(text))
      else this.#parser.off(event)
  }

  #hear(text: string): void {
    const before = this.#texts.at(-1) ?? ''
    if (before.length < longestWord) this.#texts[this.#texts.length - 1] = before + text.slice(0, longestWord)
  }

  #noteError(): void {
    this.#errors += 1
    this.#error ??= { code: 'not-xml', line: this.#parser.line, column: Math.max(1, this.#parser.columnIndex) }
    if (this.#errors > mostErrors) throw new Enough()
  }
}
