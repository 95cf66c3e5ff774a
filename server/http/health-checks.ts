import { Router } from 'express'
import { StoreUnavailable } from '../../db/store.ts'
import type { Services } from '../services.ts'
import type { DiskProbe } from './disk-probe.ts'
import { refuseOtherMethods } from './methods.ts'

/** Whether it is up, and whether it may be sent requests: to whoever asks by whatever name, since probes often use an address. */
export function healthChecks(services: Services, isDraining: () => boolean, probeDisk: DiskProbe): Router {
  const router = Router()
  router.get('/healthz', (_req, res) => void res.type('text/plain').send('ok\n'))
  router.get('/readyz', async (_req, res) => {
    if (isDraining()) return void res.status(503).set('Retry-After', '5').type('text/plain').send('draining\n')
    await services.store.ping()
    services.clock()
    const failure = await probeDisk()
    if (failure !== null) throw new StoreUnavailable('nothing', failure)
    res.type('text/plain').send('ready\n')
  })
  router.use(refuseOtherMethods(router))
  return router
}
