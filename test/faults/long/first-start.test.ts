import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, expect, test } from 'vitest'
import { expectVerified, note, rounds, statusOf } from '../../support/fault-scenario.ts'
import { type Served, served } from '../../support/server.ts'

/** kill -9 during the first start, while folders, tables, the secret and the demo are made. */

let server: Served | null = null
/** How long a first start takes here, in ms. */
let whole = 0
afterEach(() => server?.close())

test('a first start that nothing disturbs', async () => {
  server = await served({ LAUNCHGATE_DEMO: '1' })
  whole = await server.start()
})

test.for(Array.from({ length: rounds(0) }, (_, round) => round))(
  'killed in the part %i of it: the next start makes what is missing, and verify is clean',
  async (round, context) => {
    server = await served({ LAUNCHGATE_DEMO: '1' })
    const starting = server.start().then(
      () => 'ready',
      () => 'killed',
    )
    await sleep((whole * (round + 1)) / rounds(1))
    await server.kill()
    const came = await starting
    const restart = await server.start()
    note(context, { 'it was': came, 'second start ms': restart })
    for (const launch of ['aurora', 'borealis', 'hello'])
      expect(await statusOf(`${server.url}/api/v1/launches/${launch}/deploy`), launch).not.toBe(404)
    await expectVerified(server)
  },
)
