import { seedDemo } from '../../server/demo/seed.ts'
import { visitor } from '../pages/visitor.ts'
import { makeMove, moves } from '../server/demo/aurora-moves.ts'
import { content, decisionSent, does, payment } from '../support/hello.ts'
import { firstAdmin, newInstallation } from '../support/new-installation.ts'
import { createLaunch, type Shop, writesNothing } from '../support/shop.ts'

/** Opens every page of the demo, and of launches in the other states, as those whom they concern; refusals included. */

const readers = ['priya', 'joon', 'yuna', 'ana', 'omar', 'ada'] as const
/** Of one person; pages that differ in a number alone count once. */
const most = 45

export async function walk(shop: Shop): Promise<void> {
  await stage(shop)
  for (const path of ['/sign-in', '/sign-in?next=/me', '/forgot', '/setup', '/reset/none', '/invite/none', '/nowhere'])
    await (await visitor(shop, null)).get(path)
  await refusals(shop)
  for (const who of readers) await follow(shop, who)
  await (await visitor(shop, 'omar')).get('/audit/log').expect(200)
  await later(shop)
  await first()
}

/** What is there only for a moment: work that came back to its signer, a gate that is about to be completed, the last signature. */
async function later(shop: Shop): Promise<void> {
  for (const move of moves.filter(([who, gate]) => who === 'chloe' && gate === 'content-review'))
    await makeMove(shop, 'aurora', move)
  await (await visitor(shop, 'yuna')).get('/launches/aurora/gates/content-review').expect(200)
  await createLaunch(shop, 'near')
  await does(shop, 'near', ['priya', { type: 'launch.start' }], ...content.slice(0, 1))
  await (await visitor(shop, 'chloe')).get('/launches/near/gates/content').expect(200)
  await does(shop, 'near', ...content.slice(1), ...payment, ...decisionSent)
  await (await visitor(shop, 'helen')).find('/launches/near/gates/go-no-go', 'f-gate-signOff')
}

/** The first administrator of an empty installation. */
async function first(): Promise<void> {
  const empty = await newInstallation()
  await empty.get('/')
  const code = await empty.setupCode()
  await empty.get(`/setup?code=${code}`).expect(200)
  await empty.post('/setup', { code })
  const done = await empty.post('/setup', { ...firstAdmin, code }).expect(303)
  const cookie = String(done.headers['set-cookie']).split(';')[0] ?? ''
  for (const path of ['/', '/admin', '/sign-in']) await empty.get(path).set('Cookie', cookie)
  await empty.close()
}

async function stage(shop: Shop): Promise<void> {
  await seedDemo(shop.services)
  for (const slug of ['draft', 'held', 'canceled']) await createLaunch(shop, slug, 'ecommerce-essential')
  await shop
    .send('priya', 'held', { type: 'gate.notNeeded', gate: 'social-media', reason: 'No posts this time' })
    .expect(200)
  for (const slug of ['held', 'canceled']) await shop.send('priya', slug, { type: 'launch.start' }).expect(200)
  await shop.send('priya', 'held', { type: 'launch.hold', reason: 'The warehouse is closed.' }).expect(200)
  await shop.send('priya', 'canceled', { type: 'launch.cancel', reason: 'The shop stays as it is.' }).expect(200)
}

/** Follows the links of pages from the first one on. */
async function follow(shop: Shop, who: string): Promise<void> {
  const person = await visitor(shop, who)
  const waiting = ['/', '/launches/aurora', '/launches/held', '/launches/draft', '/launches/canceled']
  const seen = new Set<string>()
  for (let path = waiting.shift(); path !== undefined && seen.size < most; path = waiting.shift()) {
    const kind = path.replace(/\d+/g, '0').replace(/=[^&]*/g, '=')
    if (seen.has(kind)) continue
    seen.add(kind)
    const page = await person.get(path)
    for (const [, href = ''] of page.text?.matchAll(/<a\b[^>]*\shref="(\/[^"#]*)/g) ?? [])
      if (!/\/(evidence|assets|entries\.jsonl|demo)\b|\/events/.test(href)) waiting.push(href.replaceAll('&amp;', '&'))
  }
}

/** What is refused is drawn with the reason, and writes nothing. */
async function refusals(shop: Shop): Promise<void> {
  const joon = await visitor(shop, 'joon')
  const priya = await visitor(shop, 'priya')
  const nobody = await visitor(shop, null)
  const inventory = await joon.find('/launches/aurora/gates/inventory', 'f-gate-tick-INV-1')
  const commands = '/launches/aurora/commands'
  const comment = { type: 'gate.comment', gate: 'content', text: 'Signed out meanwhile' }
  await writesNothing(shop, 'aurora', async () => {
    await joon.send(inventory, 'f-gate-tick-INV-1', { 'evidence.value': 'many' }).expect(422)
    await priya.post('/launches/new', { pipeline: 'ecommerce', title: '' }).expect(422)
    await priya.post(commands, { type: 'launch.schedule', title: '', targetAt: 'soon' }).expect(422)
    await priya.post(commands, { ...comment, text: 'Typed, but not read', color: 'red' }).expect(422)
    await nobody.post(commands, comment).expect(401)
  })
}
