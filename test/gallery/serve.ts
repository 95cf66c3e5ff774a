import express from 'express'
import { assetUrl, serveAssets } from '../../server/http/assets.ts'
import { openShop } from '../support/shop.ts'
import { listPage, partialPage } from './page.ts'
import { recorded, startRecording } from './record.ts'
import { walk } from './walk.ts'

/** `npm run gallery`: every partial in every form that the pages of the demo draw it in. It is made of tests, so no server of the product has it. */

const port = Number(process.env.PORT ?? 3001)
startRecording()
const shop = await openShop({ LAUNCHGATE_DEMO: '1' })
await walk(shop)
const drawn = recorded()
const styles = assetUrl('app.css')
await shop.close()
express()
  .use('/assets', serveAssets())
  .get('/', (_req, res) => void res.type('html').send(listPage(drawn, styles)))
  .get('/:folder/:partial', ({ params }, res) => {
    const html = partialPage(`${params.folder}/${params.partial}`, drawn, styles)
    res
      .status(html === null ? 404 : 200)
      .type('html')
      .send(html ?? 'There is no such partial.')
  })
  .listen(port, '127.0.0.1', () => console.log(`The gallery is at http://localhost:${port}/`))
