import { TextDecoder } from 'node:util'

/** The bytes of an XML document as text, a chunk at a time, so that a large one never stands in memory twice. */

const chunkSize = 64 * 1024
/** No character reference that means something is longer. */
const longestReference = 24

export interface ReportText {
  chunks: Iterable<string>
  /** What the document calls its encoding, once something in it could not be decoded; read it after the chunks. */
  undecodable(): string | null
  /** Whether a character that XML forbids was replaced; read it after the chunks. */
  isRepaired(): boolean
}

/**
 * Decodes by the byte order mark, else by the XML declaration, else as UTF-8 (XML 1.0, section 4.3.3 and appendix F); labels as in
 * the Encoding Standard. What cannot be decoded is read on as Latin-1 or with U+FFFD, since markup is ASCII in every
 * encoding that tools use and a failure must be found all the same.
 * Characters that XML forbids, raw or as a reference (NUL, terminal escapes), become U+FFFD. An `&` that begins no
 * reference known without a document type becomes `&;`, which a parser reports as an error and reads past; left alone it would
 * swallow everything up to the next semicolon.
 */
export function reportText(bytes: Uint8Array): ReportText {
  const { label, skip } = encodingOf(bytes)
  const decoder = new LenientDecoder(label)
  let isRepaired = false
  const allow = (text: string) => {
    const allowed = text.replace(forbidden, '\ufffd')
    isRepaired ||= allowed !== text
    return allowed
  }
  return {
    chunks: chunksOf(bytes, skip, decoder, allow),
    undecodable: () => (decoder.hasFailed ? label : null),
    isRepaired: () => isRepaired,
  }
}

function* chunksOf(
  bytes: Uint8Array,
  skip: number,
  decoder: LenientDecoder,
  allow: (text: string) => string,
): Iterable<string> {
  let held = ''
  // Bytes in shared memory must be copied before they can be decoded.
  const copy = new Uint8Array(chunkSize)
  for (let at = skip; at < bytes.length; at += chunkSize) {
    const part = bytes.subarray(at, at + chunkSize)
    copy.set(part)
    const text = held + allow(decoder.decode(copy.subarray(0, part.length)))
    held = unfinishedReference(text)
    yield settleReferences(held === '' ? text : text.slice(0, -held.length))
  }
  const rest = held + allow(decoder.end())
  if (rest !== '') yield settleReferences(rest)
}

/** A reference at the end of a chunk may go on in the next one. */
function unfinishedReference(text: string): string {
  const at = text.lastIndexOf('&')
  return at === -1 || text.length - at > longestReference || text.includes(';', at) ? '' : text.slice(at)
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters that XML forbids
const forbidden = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g

function settleReferences(text: string): string {
  return text.includes('&')
    ? text.replace(/&(?:(?:lt|gt|amp|quot|apos);|#([xX]?[0-9a-fA-F]{1,20});)?/g, reference)
    : text
}

function reference(found: string, number: string | undefined): string {
  if (found === '&') return '&;'
  if (number === undefined) return found
  const code = /^x/i.test(number) ? Number.parseInt(number.slice(1), 16) : Number(number)
  return isCharacter(code) ? found : '\ufffd'
}

/** The production Char of XML 1.0, section 2.2. */
function isCharacter(code: number): boolean {
  if (code < 0x20) return code === 0x9 || code === 0xa || code === 0xd
  return code <= 0xd7ff || (code >= 0xe000 && code <= 0xfffd) || (code >= 0x10000 && code <= 0x10ffff)
}

function encodingOf(bytes: Uint8Array): { label: string; skip: number } {
  const starts = (...wanted: number[]) => wanted.every((byte, at) => bytes[at] === byte)
  if (starts(0xef, 0xbb, 0xbf)) return { label: 'utf-8', skip: 3 }
  if (starts(0xff, 0xfe, 0, 0)) return { label: 'utf-32le', skip: 4 }
  if (starts(0, 0, 0xfe, 0xff)) return { label: 'utf-32be', skip: 4 }
  if (starts(0xff, 0xfe)) return { label: 'utf-16le', skip: 2 }
  if (starts(0xfe, 0xff)) return { label: 'utf-16be', skip: 2 }
  const wide = wideEncodingOf(bytes)
  if (wide !== null) return { label: wide, skip: 0 }
  const head = Buffer.from(bytes.subarray(0, 400)).toString('latin1')
  const declared = /^\s*<\?xml\s[^>]*?encoding\s*=\s*["']([^"'>]{1,60})["']/i.exec(head)?.[1]?.trim() ?? 'utf-8'
  // The declaration was read byte by byte, so it cannot be true; programs that write their strings to files leave it there.
  return { label: /^(?:utf-?(?:16|32)|ucs|unicode|iso-10646)/i.test(declared) ? 'utf-8' : declared, skip: 0 }
}

/** A document begins with `<` or white space: where the zeros around that character stand tells how wide a character is. */
function wideEncodingOf([a, b, c, d]: Uint8Array): string | null {
  const begins = (byte: number | undefined) => byte !== undefined && ' \t\r\n<'.includes(String.fromCharCode(byte))
  if (begins(a) && b === 0) return c === 0 && d === 0 ? 'utf-32le' : 'utf-16le'
  if (a === 0 && begins(b)) return 'utf-16be'
  return a === 0 && b === 0 && c === 0 && begins(d) ? 'utf-32be' : null
}

/** Decodes strictly until the first byte that cannot be decoded, and from there on with replacements. */
class LenientDecoder {
  #decoder: Decoder
  readonly #label: string
  hasFailed = false

  constructor(label: string) {
    this.#label = label
    try {
      this.#decoder = decoderOf(label, true)
    } catch {
      this.#decoder = this.#fail('latin1')
    }
  }

  decode(part: Uint8Array): string {
    try {
      return this.#decoder.decode(part, { stream: true })
    } catch {
      this.#decoder = this.#fail(this.#label)
      return this.#decoder.decode(part, { stream: true })
    }
  }

  end(): string {
    try {
      return this.#decoder.decode()
    } catch {
      this.#decoder = this.#fail(this.#label)
      return '\ufffd'
    }
  }

  #fail(label: string): Decoder {
    this.hasFailed = true
    return decoderOf(label, false)
  }
}

type Decoder = Pick<TextDecoder, 'decode'>

function decoderOf(label: string, fatal: boolean): Decoder {
  if (label === 'utf-32le' || label === 'utf-32be') return new Utf32Decoder(label === 'utf-32be', fatal)
  return new TextDecoder(label, { fatal, ignoreBOM: true })
}

/** UTF-32, which TextDecoder does not know. Each part but the last is a multiple of four bytes long. */
class Utf32Decoder implements Decoder {
  readonly #isBigEndian: boolean
  readonly #fatal: boolean

  constructor(isBigEndian: boolean, fatal: boolean) {
    this.#isBigEndian = isBigEndian
    this.#fatal = fatal
  }

  decode(part: Uint8Array = new Uint8Array()): string {
    const view = new DataView(part.buffer, part.byteOffset, part.length)
    let text = ''
    for (let at = 0; at < part.length; at += 4) {
      const code = at + 4 <= part.length ? view.getUint32(at, !this.#isBigEndian) : largestCodePoint + 1
      const isCode = code <= largestCodePoint && (code < 0xd800 || code > 0xdfff)
      if (!isCode && this.#fatal) throw new TypeError('This is not UTF-32.')
      text += isCode ? String.fromCodePoint(code) : '\ufffd'
    }
    return text
  }
}
const largestCodePoint = 0x10ffff
