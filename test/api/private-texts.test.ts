import { afterAll, beforeAll, expect, test } from 'vitest'
import { verifyLaunch } from '../../db/verify.ts'
import { commandsAbout, createCommand, type PersonCommandType, personCommand } from '../../machines/commands.ts'
import type { Pipeline } from '../../machines/pipeline/pipeline.ts'
import { castOf, openShop, type Shop } from '../support/shop.ts'
import { somebody, stringsIn, textsOf, typedInto, whisper } from '../support/typed-texts.ts'

/**
 * Everybody writes a private text into every field that takes one, through the API, once with every command there is. Then
 * Omar reads the log: no text, no file name, no link and nobody's name is in it.
 */

let shop: Shop
/** Every free text that was accepted, by command and field. */
const typed = new Map<string, string>()

beforeAll(async () => {
  shop = await openShop()
  const { type: _, ...body } = only(typedInto(createCommand, await draftOf('attic', 'pop-up')))
  remember('launch.create', body)
  await shop.post('priya', '/api/v1/launches', body).expect(201)
  for (const [who, step] of story) await does(who, step)
})
afterAll(() => shop.close())

interface Step {
  type: PersonCommandType
  gate?: string
  [field: string]: unknown
}
/** Instead of a command: a file or a report, which have an address of their own. */
type Upload = { gate: string; item: string; file: string } | { gate: string; item: string; report: string }

const until = '2026-12-03T00:00:00Z'
const stock = { gate: 'stock' }
const pages = { gate: 'pages' }
const tests = { gate: 'tests' }
const decision = { gate: 'go-no-go' }
const note = { evidence: { kind: 'note' } }
const number = (value: number) => ({ evidence: { kind: 'number', value } })

/** Who does what. The free texts are filled in when it is sent, by the schema of the command. */
const story: [who: string, step: Step | Upload][] = [
  ['priya', { type: 'launch.setPublicStatus', public: true }],
  // The title that the launch has already would change nothing and write nothing.
  ['priya', { type: 'launch.schedule', title: `${whisper} new title` }],
  ['priya', { type: 'launch.assignRole', role: 'tester', person: 'fay' }],
  ['priya', { type: 'launch.unassignRole', role: 'tester', person: 'fay' }],
  ['priya', { type: 'gate.notNeeded', ...pages }],
  ['priya', { type: 'gate.require', ...pages }],
  ['priya', { type: 'gate.itemNotNeeded', ...pages, item: 'CON-2' }],
  ['priya', { type: 'gate.requireItem', ...pages, item: 'CON-2' }],
  ['priya', { type: 'gate.addItem', ...pages, required: false, asks: { kind: 'number' } }],
  ['priya', { type: 'gate.assign', ...stock, person: 'joon' }],
  ['priya', { type: 'launch.start' }],
  ['ci', { type: 'launch.setCandidate', version: '101', commit: 'c0ffee' }],
  ['joon', { type: 'gate.block', ...stock }],
  ['joon', { type: 'gate.unblock', ...stock }],
  ['joon', { type: 'gate.tick', ...stock, item: 'INV-1', ...number(99) }],
  ['tom', { type: 'gate.tick', ...stock, item: 'INV-2', ...note }],
  ['joon', { type: 'gate.failCheck', ...stock, item: 'INV-3', ...number(61) }],
  ['joon', { type: 'gate.tick', ...stock, item: 'INV-3', ...number(20) }],
  ['joon', { type: 'gate.tick', ...stock, item: 'INV-4', evidence: { kind: 'link' } }],
  ['joon', { type: 'gate.untick', ...stock, item: 'INV-4' }],
  ['joon', { type: 'gate.submit', ...stock }],
  ['joon', { type: 'gate.withdraw', ...stock }],
  ['joon', { type: 'gate.submit', ...stock }],
  ['wei', { type: 'gate.return', ...stock }],
  ['joon', { type: 'gate.submit', ...stock }],
  ['wei', { type: 'gate.signOff', ...stock, as: 'logistics-manager' }],
  ['helen', { type: 'gate.reopen', ...stock }],
  ['joon', { type: 'gate.requestWaiver', ...stock, until }],
  ['helen', { type: 'gate.declineWaiver', ...stock }],
  ['joon', { type: 'gate.requestWaiver', ...stock, until }],
  ['helen', { type: 'gate.grantWaiver', ...stock }],
  ['chloe', { type: 'gate.tick', ...pages, item: 'CON-1', evidence: { kind: 'none' } }],
  ['chloe', { ...pages, item: 'CON-2', file: `${whisper} plan.txt` }],
  ['chloe', { type: 'gate.comment', ...pages }],
  ['chloe', { type: 'gate.complete', ...pages }],
  ['ci', { ...tests, item: 'TFN-1', report: `<testsuite><testcase name="${whisper}"/></testsuite>` }],
  ['sam', { type: 'gate.tick', ...tests, item: 'TFN-2', ...note }],
  ['sam', { type: 'gate.tick', ...tests, item: 'TFN-3', ...number(0) }],
  ['sam', { type: 'gate.submit', ...tests }],
  ['priya', { type: 'gate.signOff', ...tests, as: 'ecommerce-sme' }],
  ['priya', { type: 'gate.tick', ...decision, item: 'GNG-1', evidence: { kind: 'none' } }],
  ['priya', { type: 'gate.submit', ...decision }],
  ['helen', { type: 'gate.signOff', ...decision, as: 'head-of-digital' }],
  ['priya', { type: 'launch.hold' }],
  ['priya', { type: 'launch.release' }],
  ['priya', { type: 'launch.launch', candidate: '101' }],
  ['priya', { type: 'launch.rollBack' }],
  ['priya', { type: 'launch.cancel' }],
  ['priya', { type: 'launch.archive' }],
]

async function does(who: string, step: Step | Upload): Promise<void> {
  if (!('type' in step)) return uploads(who, step)
  const seen = step.gate === undefined ? {} : { ifVersion: await gateVersion(step.gate) }
  const command = only(typedInto(personCommand, { ...step, ...seen }))
  const { status, body } = await shop.send(who, 'attic', command)
  expect(status, `${who} ${JSON.stringify(command)}: ${JSON.stringify(body)}`).toBe(200)
  remember(step.type, command)
}

async function uploads(who: string, upload: Upload): Promise<void> {
  const path = `/api/v1/launches/attic/gates/${upload.gate}/items/${upload.item}/evidence`
  if ('file' in upload) {
    await shop.post(who, path).attach('file', Buffer.from('Lamps first.'), upload.file).expect(200)
    return remember('gate.tick', { evidence: { name: upload.file } })
  }
  const post = shop.post(who, `${path}?candidate=101`).set('Content-Type', 'application/xml')
  await post.send(upload.report).expect(200)
}

async function gateVersion(gate: string): Promise<number> {
  return (await shop.store.load('attic'))?.gates[gate]?.version ?? 0
}

function remember(type: string, command: object): void {
  for (const [path, text] of textsOf(command)) typed.set(`${type} ${path}`, text)
}

/** A step says enough to leave one way of filling it in. */
function only(ways: unknown[]): object & { type?: unknown } {
  const [command, ...more] = ways
  if (typeof command !== 'object' || command === null || more.length > 0)
    throw new Error(`there are ${ways.length} ways to fill in a step: ${JSON.stringify(ways)}`)
  return command
}

/** Every string in every leaf, names of fields aside. */
async function stringsInLog(launch: string): Promise<string[]> {
  const leaves = await shop.store.leaves(launch, 0, 1000)
  return leaves.flatMap((leaf) => stringsIn(JSON.parse(leaf)))
}

/** Only numbers and reports can fail a check, so these texts never reach a log. */
const neverAccepted = ['gate.failCheck evidence.text', 'gate.failCheck evidence.url', 'gate.failCheck evidence.title']

test('the story has every command, with a text in every field that takes one', async () => {
  const done = new Set<string>((await shop.store.entries('attic', -1, 1000)).map(({ action }) => action))
  expect(
    Object.values(commandsAbout)
      .flat()
      .filter((type) => !done.has(type)),
  ).toEqual([])
  const fields = [createCommand, ...personCommand.options].flatMap((schema) =>
    typedInto(schema).flatMap((command) => textsOf(command).map(([path]) => `${schema.shape.type.value} ${path}`)),
  )
  const missing = [...new Set(fields)].filter((field) => !typed.has(field))
  expect(missing.sort()).toEqual([...neverAccepted].sort())
})

test('no leaf holds a text that somebody typed', async () => {
  expect(typed.size).toBeGreaterThan(20)
  const leaves = await shop.store.leaves('attic', 0, 1000)
  expect(leaves.filter((leaf) => leaf.includes(whisper) || leaf.includes(somebody))).toEqual([])
})

test('each of them stands beside the log, and the log is whole', async () => {
  const kept = await privateValues('attic')
  expect([...typed.values()].filter((text) => !kept.includes(text))).toEqual([])
  expect(await verifyLaunch(shop.store, 'attic')).toMatchObject({ matches: true })
})

test('no leaf holds a person’s id, name or e-mail address, or the name of a service', async () => {
  const people = await shop.store.directory.people()
  const services = await shop.store.directory.services()
  const known = new Set([
    ...people.flatMap(({ id, name, email }) => [id, name, email]),
    ...services.map(({ name }) => name),
  ])
  expect(known).toContain('joon')
  expect(known).toContain('ci')
  expect((await stringsInLog('attic')).filter((text) => known.has(text))).toEqual([])
})

test('what a scoping question leaves out says why without its sentence', async () => {
  const { texts, definition } = await pipelineOf('ecommerce')
  await shop
    .post('priya', '/api/v1/launches', {
      ...(await draftOf('cellar', definition.id)),
      title: 'Cellar',
      scope: { eu: false, social: false },
    })
    .expect(201)
  const sentences = [texts.questions.eu?.en, texts.questions.social?.en]
  expect(await stringsInLog('cellar')).toContain('gate.itemNotNeeded')
  expect((await stringsInLog('cellar')).filter((text) => sentences.includes(text))).toEqual([])
  expect(await privateValues('cellar')).toEqual(expect.arrayContaining(sentences))
})

test('a build whose name only begins like a commitment is shown by its name', async () => {
  const draft = await draftOf('shed', 'pop-up')
  await shop.post('priya', '/api/v1/launches', { ...draft, title: 'Shed' }).expect(201)
  const said = await shop.send('ci', 'shed', { type: 'launch.setCandidate', version: 'c1:4812' }).expect(200)
  expect(said.body.entries).toMatchObject([{ data: { version: 'c1:4812' } }])
  const read = await shop.get('priya', '/api/v1/launches/shed/entries?after=0').expect(200)
  expect(read.body.entries).toMatchObject([{ data: { version: 'c1:4812' } }])
})

async function pipelineOf(id: string): Promise<Pipeline> {
  const pipeline = await shop.services.pipelines.get(id)
  if (pipeline === undefined) throw new Error(`there is no pipeline ${id}`)
  return pipeline
}

/** The fields of launch.create that are no free text. */
async function draftOf(slug: string, pipeline: string) {
  const people = await castOf(shop.store, await pipelineOf(pipeline))
  return { pipeline, slug, targetAt: '2026-12-01T10:00:00+08:00', timeZone: 'Asia/Taipei', people }
}

const privateValues = async (launch: string) => (await shop.store.privateTexts(launch)).map(({ value }) => value)
