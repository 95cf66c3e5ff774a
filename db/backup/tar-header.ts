/**
 * The header of one file in a tar archive (POSIX.1-1988 “ustar”; sizes from 8 GiB on as GNU tar writes them). Every header has the same
 * owner, rights and time, so there is one right header for each name and size, and a reader can compare.
 */

export const blockSize = 512

/** Bytes from the end of a file to the next block. */
export const paddingOf = (size: number): number => (blockSize - (size % blockSize)) % blockSize

const largestOctal = 8 ** 11 - 1
const checksumField = { start: 148, end: 156 }

export function tarHeader(name: string, size: number): Buffer {
  const header = Buffer.alloc(blockSize)
  if (header.write(name, 0, 100, 'latin1') !== name.length) throw new Error(`${name} is too long for a tar archive.`)
  // Mode, owner and group: only the owner may read what is unpacked.
  header.write(`0000600\0${'0000000\0'.repeat(2)}`, 100, 'latin1')
  writeSize(header, size)
  header.write('00000000000\0', 136, 'latin1')
  header.write(' '.repeat(8), checksumField.start, 'latin1')
  header.write('0', 156, 'latin1')
  header.write('ustar\u000000', 257, 'latin1')
  header.write('0000000\0'.repeat(2), 329, 'latin1')
  const sum = header.reduce((total, byte) => total + byte, 0)
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, checksumField.start, 'latin1')
  return header
}

function writeSize(header: Buffer, size: number): void {
  if (size <= largestOctal) {
    header.write(`${size.toString(8).padStart(11, '0')}\0`, 124, 'latin1')
    return
  }
  header[124] = 0x80
  header.writeBigUInt64BE(BigInt(size), 128)
}

/** Name and size that a header says; null where it is not exactly the header that tarHeader makes of them. */
export function readTarHeader(header: Buffer): { name: string; size: number } | null {
  const name = header.toString('latin1', 0, 100).split('\0', 1)[0] ?? ''
  const size =
    header[124] === 0x80 ? Number(header.readBigUInt64BE(128)) : Number.parseInt(header.toString('latin1', 124, 135), 8)
  if (!Number.isSafeInteger(size) || size < 0) return null
  return tarHeader(name, size).equals(header) ? { name, size } : null
}
