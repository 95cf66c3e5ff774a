import { crc32, deflateSync } from 'node:zlib'
import sharp from 'sharp'

/** Pictures as people send them, and such as nobody should. */

/** A JPEG of a camera that was held upright: stored lying, 60 × 40, with the place where it was taken in its metadata. */
export const cameraPhoto = (): Promise<Buffer> =>
  sharp({ create: { width: 60, height: 40, channels: 3, background: '#c04030' } })
    .jpeg()
    .withExif({ IFD0: { Orientation: '6', Copyright: 'Secret place' } })
    .withMetadata({ orientation: 6 })
    .toBuffer()

export const screenshot = (): Promise<Buffer> =>
  sharp({ create: { width: 900, height: 600, channels: 4, background: '#3060c0' } })
    .png()
    .toBuffer()

/** A PNG of a few kilobytes that holds so many black pixels a side, of so many bits. */
export function bomb(side: number, bits: 1 | 16 = 1): Buffer {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(side, 0)
  header.writeUInt32BE(side, 4)
  header.set([bits, 0, 0, 0, 0], 8)
  const pixels = deflateSync(Buffer.alloc((Math.ceil((side * bits) / 8) + 1) * side))
  const signature = Buffer.from('89504e470d0a1a0a', 'hex')
  return Buffer.concat([signature, chunk('IHDR', header), chunk('IDAT', pixels), chunk('IEND', Buffer.alloc(0))])
}

function chunk(type: string, data: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const length = Buffer.alloc(4)
  length.writeUInt32BE(data.length)
  const sum = Buffer.alloc(4)
  sum.writeUInt32BE(crc32(named))
  return Buffer.concat([length, named, sum])
}

/** A PNG that ends in the middle. */
export const brokenImage = (): Buffer => Buffer.from('89504e470d0a1a0a0000000d4948445200', 'hex')

/** What a telephone sends that keeps its pictures as HEIC. */
export const heic = (): Buffer =>
  Buffer.concat([Buffer.from('00000018', 'hex'), Buffer.from('ftypheic'), Buffer.alloc(64, 7)])
