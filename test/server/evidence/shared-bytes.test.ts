import { IncomingMessage } from 'node:http'
import { Socket } from 'node:net'
import { beforeEach, expect, test } from 'vitest'
import { releaseBodies, SharedBytes } from '../../../server/evidence/shared-bytes.ts'

/** The memory of large bodies: used again for the next one, never while somebody may still read it. */

const most = 10 * 1024 * 1024
const request = () => new IncomingMessage(new Socket())
const body = (req: IncomingMessage, text: string, limit = most) => {
  const bytes = new SharedBytes(req, limit)
  bytes.append(Buffer.from(text))
  return bytes
}

/** Other tests of this process may have left memory behind. */
beforeEach(() => {
  const never = request()
  for (let n = 0; n < 3; n += 1) body(never, 'kept')
})

test('memory is used again after its request, and holds only the new body', () => {
  const [first, second] = [request(), request()]
  const before = body(first, 'a report of Sam’s')
  releaseBodies(first)
  const after = body(second, 'Joon’s')
  expect(after.bytes.buffer).toBe(before.bytes.buffer)
  expect(after.bytes.toString()).toBe('Joon’s')
  expect(before.append(Buffer.from('late data')), 'what still arrives for the first').toBe(false)
  expect(after.bytes.toString()).toBe('Joon’s')
  releaseBodies(first)
  expect(body(request(), 'Wei’s').bytes.buffer, 'released twice').not.toBe(after.bytes.buffer)
})

test('two requests at once have their own, and so has a small body', () => {
  const reqs = [request(), request(), request()]
  const buffers = reqs.map((req, at) => body(req, `${at}`, at === 2 ? 65_536 : most).bytes.buffer)
  expect(new Set(buffers).size).toBe(3)
  for (const req of reqs) releaseBodies(req)
  expect(body(request(), 'x', 65_536).bytes.buffer).not.toBe(buffers[2])
})

test('a body takes no more than its limit, also in memory that is larger', () => {
  const [first, second] = [request(), request()]
  body(first, 'x'.repeat(5000), 4 * 1024 * 1024)
  releaseBodies(first)
  const limited = new SharedBytes(second, 2 * 1024 * 1024)
  expect(limited.append(Buffer.alloc(2 * 1024 * 1024 + 1))).toBe(false)
  expect(limited.bytes.length).toBe(0)
})
