import { appendFileSync, readFileSync, renameSync, rmSync, statSync, truncateSync } from 'node:fs'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type Demo, demoServer, expectNothingLost, expectVerified } from '../../support/fault-scenario.ts'
import { runUntilExit } from '../../support/server.ts'

/** The log that a killed server leaves beside its database, damaged while no server ran. */

let demo: Demo
beforeEach(async () => {
  demo = await demoServer()
})
afterEach(() => demo.server.close())

describe('the write-ahead log of a server that was killed', () => {
  const wal = () => `${demo.server.file}-wal`

  test('ends in a frame that was never complete: every acknowledged tick is there once', async () => {
    const clients = demo.clients()
    await demo.server.start()
    for (let n = 0; n < 5; n += 1) expect(await clients.tick()).toBe(200)
    await demo.server.kill()
    appendFileSync(wal(), readFileSync(wal()).subarray(32, 32 + 3000))
    await demo.server.start()
    await expectNothingLost(demo, clients)
  })

  test('was cut within its last commit: that one alone is gone, its sender may send it again, and verify is clean', async () => {
    const clients = demo.clients()
    await demo.server.start()
    for (let n = 0; n < 5; n += 1) expect(await clients.tick()).toBe(200)
    await demo.server.kill()
    truncateSync(wal(), statSync(wal()).size - 100)
    await demo.server.start()
    const [lost] = [...clients.told.acknowledged.keys()].slice(-1)
    if (lost === undefined) throw new Error('nothing was acknowledged')
    clients.told.acknowledged.delete(lost)
    clients.told.unsure.add(lost)
    await expectNothingLost(demo, clients)
  })

  test('is missing: the server refuses to start and says what to do; with the log back every tick is there once', async () => {
    const clients = demo.clients()
    await demo.server.start()
    for (let n = 0; n < 5; n += 1) expect(await clients.tick()).toBe(200)
    await demo.server.kill()
    renameSync(wal(), `${wal()}.away`)
    rmSync(`${demo.server.file}-shm`, { force: true })
    const refused = await runUntilExit(['serve'], demo.server.env)
    expect(refused).toMatchObject({ code: 78, said: expect.stringMatching(/-wal is missing.*restore a backup/) })
    renameSync(`${wal()}.away`, wal())
    await demo.server.start()
    await expectNothingLost(demo, clients)
  })

  test('was copied into the database by a command: the next start is like any other', async () => {
    const clients = demo.clients()
    await demo.server.start()
    for (let n = 0; n < 5; n += 1) expect(await clients.tick()).toBe(200)
    await demo.server.kill()
    await expectVerified(demo.server)
    await demo.server.start()
    await expectNothingLost(demo, clients)
  })
})
