import { createServer } from 'node:http'
import { DBOS } from '@dbos-inc/dbos-sdk'
import { answering, ready } from './program.mjs'

/** DBOS on PostgreSQL: a workflow of one step for each request, and the status of a workflow as the item that is read. */

const { PORT, DATABASE_URL } = process.env
DBOS.setConfig({ name: 'bench', systemDatabaseUrl: DATABASE_URL, logLevel: 'error', runAdminServer: false })
let ticks = 0
const tick = DBOS.registerWorkflow(
  (launch) =>
    DBOS.runStep(async () => ({ launch, ticks: ++ticks }), {
      name: 'tick',
    }),
  { name: 'tick' },
)
await DBOS.launch()
const { workflowID } = await DBOS.startWorkflow(tick)('read')

const act = (path) => {
  const [, launch, what] = path.split('/')
  return what === 'tick' ? tick(launch) : DBOS.getWorkflowStatus(workflowID)
}
createServer(answering(act)).listen(Number(PORT), '127.0.0.1', ready)
