import { spawn } from 'node:child_process'
import * as restate from '@restatedev/restate-sdk'
import { freePort, isUp, ready, until } from './program.mjs'

/** Restate with its usual settings: a virtual object for each launch, whose handler `tick` sets a state that is kept. */

const { PORT, FOLDER } = process.env
const [endpoint, admin, fabric] = [await freePort(), await freePort(), await freePort()]
const launch = restate.object({
  name: 'launch',
  handlers: {
    tick: async (ctx) => {
      const ticks = ((await ctx.get('ticks')) ?? 0) + 1
      ctx.set('ticks', ticks)
      return { ticks }
    },
    status: restate.handlers.object.shared(async (ctx) => ({ ticks: (await ctx.get('ticks')) ?? 0 })),
  },
})
await restate.serve({ services: [launch], port: endpoint })

const server = spawn(
  process.execPath,
  [new URL('../node_modules/@restatedev/restate-server/lib/index.js', import.meta.url).pathname, '--no-logo'],
  {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: {
      ...process.env,
      DO_NOT_TRACK: '1',
      RESTATE_DISABLE_TELEMETRY: 'true',
      RESTATE_BASE_DIR: FOLDER,
      RESTATE_NODE_NAME: 'bench',
      RESTATE_LISTEN_MODE: 'tcp',
      RESTATE_LOG_FILTER: 'error',
      RESTATE_BIND_ADDRESS: `127.0.0.1:${fabric}`,
      RESTATE_ADVERTISED_ADDRESS: `http://127.0.0.1:${fabric}`,
      RESTATE_INGRESS__BIND_ADDRESS: `127.0.0.1:${PORT}`,
      RESTATE_ADMIN__BIND_ADDRESS: `127.0.0.1:${admin}`,
    },
  },
)
process.once('exit', () => server.kill('SIGKILL'))
server.once('exit', (code) => process.exit(code ?? 1))

await until(() => isUp(`http://127.0.0.1:${admin}/health`))
const answer = await fetch(`http://127.0.0.1:${admin}/deployments`, {
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ uri: `http://127.0.0.1:${endpoint}` }),
})
if (!answer.ok) throw new Error(`Restate took no deployment: ${answer.status} ${await answer.text()}`)
await until(() => isUp(`http://127.0.0.1:${PORT}/restate/health`))
ready()
