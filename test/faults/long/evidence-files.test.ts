import { createHash } from 'node:crypto'
import { existsSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Demo, demoServer, expectVerified, saidByVerify } from '../../support/fault-scenario.ts'
import { type FileItem, fileItem } from '../../support/file-item.ts'

/** Evidence files that are deleted or changed beside the running server. */

let demo: Demo
let item: FileItem
beforeAll(async () => {
  demo = await demoServer()
  await demo.server.start()
  item = fileItem(demo)
})
afterAll(() => demo.server.close())

test.for([
  ['deleted', (path: string) => rmSync(path)],
  ['changed', (path: string) => writeFileSync(path, 'other photos')],
  ['emptied', (path: string) => writeFileSync(path, '')],
] as const)(
  'an evidence file that is %s is not sent, verify names it, and handing the same bytes in again mends it',
  async ([name, damage]) => {
    const { server } = demo
    const { attach, headers, launch } = item
    const bytes = Buffer.from(`The photos that will be ${name}`)
    const sha256 = createHash('sha256').update(bytes).digest('hex')
    const path = join(String(server.env.DATA_DIR), 'evidence', sha256)
    expect((await attach(bytes)).status).toBe(200)
    expect(existsSync(path), path).toBe(true)
    await expectVerified(server)
    damage(path)
    const download = () => fetch(`${server.url}${launch}/evidence/${sha256}`, { headers })
    const refused = await download()
    expect(refused.status).toBeGreaterThanOrEqual(400)
    expect(await refused.text()).not.toContain('other photos')
    const found = await saidByVerify(server)
    expect(found.find((line) => line.startsWith('shop:'))).toMatch(new RegExp(`MISMATCH.*${sha256}`))
    expect((await fetch(`${server.url}${launch}/deploy`, { headers })).status).toBe(423)
    expect((await attach(bytes)).status).toBe(200)
    const again = await download()
    expect([again.status, await again.text()]).toEqual([200, bytes.toString()])
    await expectVerified(server)
  },
)
