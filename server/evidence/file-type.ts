import { ownProperty } from '../own-property.ts'

/** Which files may be evidence: by what their bytes are, never by what their name says. */

const starts = (bytes: Buffer, hex: string, at = 0) => bytes.subarray(at, at + hex.length / 2).toString('hex') === hex
const says = (bytes: Buffer, text: string, at = 0) => bytes.subarray(at, at + text.length).toString('latin1') === text

const office = {
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
}

/** Media types by the extension that a name may have; text of any other extension is plain text. */
const byExtension: Record<string, string> = {
  pdf: 'application/pdf',
  png: 'image/png',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  heic: 'image/heic',
  heif: 'image/heic',
  webp: 'image/webp',
  zip: 'application/zip',
  ...office,
  csv: 'text/csv',
  xml: 'application/xml',
  json: 'application/json',
  txt: 'text/plain',
}

function byMagic(bytes: Buffer): string | null {
  if (says(bytes, '%PDF-')) return 'application/pdf'
  if (starts(bytes, '89504e470d0a1a0a')) return 'image/png'
  if (starts(bytes, 'ffd8ff')) return 'image/jpeg'
  if (says(bytes, 'RIFF') && says(bytes, 'WEBP', 8)) return 'image/webp'
  if (says(bytes, 'ftyp', 4) && /^(heic|heix|hevc|heim|heis|mif1|msf1)$/.test(bytes.subarray(8, 12).toString('latin1')))
    return 'image/heic'
  if (starts(bytes, '504b0304') || starts(bytes, '504b0506')) return 'application/zip'
  return null
}

function isText(bytes: Buffer): boolean {
  if (bytes.includes(0)) return false
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    return true
  } catch {
    return false
  }
}

/** The media type to store a file under, or null when it is none of those that are taken or its bytes disagree with its name. */
export function fileType(name: string, bytes: Buffer): string | null {
  const extension = /\.([a-z0-9]+)$/i.exec(name)?.[1]?.toLowerCase() ?? ''
  const said = ownProperty(byExtension, extension)
  const found = byMagic(bytes)
  if (found === 'application/zip' && said !== undefined && Object.values(office).includes(said)) return said
  if (found !== null) return said === undefined || said === found ? found : null
  if (bytes.length === 0 || !isText(bytes)) return null
  if (said === undefined) return 'text/plain'
  return said.startsWith('text/') || said === 'application/xml' || said === 'application/json' ? said : null
}
