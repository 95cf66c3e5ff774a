import { start } from 'unleash-server'
import { ready } from './program.mjs'

/** Unleash on PostgreSQL: a feature for each launch, switched on and off by the admin API, and read by it. */

const { PORT, DATABASE_URL } = process.env
const { hostname, port, pathname, username, password } = new URL(DATABASE_URL)
await start({
  db: { host: hostname, port: Number(port), database: pathname.slice(1), user: username, password, ssl: false },
  server: { port: Number(PORT), host: '127.0.0.1' },
  authentication: { type: 'none' },
  logLevel: 'fatal',
  versionCheck: { enable: false },
  telemetry: false,
  disableScheduler: true,
})
const features = `http://127.0.0.1:${PORT}/api/admin/projects/default/features`
for (let number = 0; number < 64; number += 1) {
  const answer = await fetch(features, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ name: `launch-${number}`, type: 'release' }),
  })
  if (!answer.ok) throw new Error(`Unleash made no feature: ${answer.status} ${await answer.text()}`)
}
ready()
