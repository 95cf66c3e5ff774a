import { beforeAll, describe, expect, test } from 'vitest'
import type { GateDefinition, ItemDefinition, Pipeline } from '../../machines/pipeline.ts'
import { builtInPipelines } from '../../server/read-pipeline.ts'

/** The pipelines that come with the product hold exactly what was agreed. The tables are typed by hand, in the short names of the roles. */

const short: Record<string, string> = {
  'head-of-digital': 'HoD',
  'ecommerce-sme': 'SME',
  'technical-sme': 'TS',
  'marketing-manager': 'MM',
  'business-analyst': 'BA',
  'frontend-developer': 'FE',
  'backend-developer': 'BE',
  'full-stack-developer': 'FS',
  tester: 'QA',
  'logistics-manager': 'LM',
  'inventory-manager': 'IM',
  'customer-service': 'CS',
  'content-team': 'CT',
}
const titles = {
  'head-of-digital': 'Head of Digital',
  'ecommerce-sme': 'Ecommerce SME',
  'technical-sme': 'Technical SME',
  'marketing-manager': 'Marketing manager',
  'business-analyst': 'Business analyst',
  'frontend-developer': 'Frontend developer',
  'backend-developer': 'Backend developer',
  'full-stack-developer': 'Full-stack developer',
  tester: 'Tester',
  'logistics-manager': 'Logistics manager',
  'inventory-manager': 'Inventory manager',
  'customer-service': 'Customer service team',
  'content-team': 'Content team',
}

/** gate | phase | owner | signers | killer | needs | days before the target */
const essentialGates = `
categories           | foundations | CT | -   |        | -                                           | 12
content              | foundations | CT | -   |        | -                                           | 10
filters              | foundations | FE | -   |        | categories content                          | 9
sorting              | foundations | SME | -  |        | filters                                     | 8
pricing              | foundations | SME | HoD | killer | -                                          | 8
inventory            | foundations | IM | LM  | killer | -                                           | 6
payment-gateway      | shop-works  | BE | TS  | killer | pricing inventory categories                | 8
customer-interaction | shop-works  | FS | SME | killer | -                                           | 8
social-media         | shop-works  | MM | -   |        | -                                           | 5
testing-signoff      | rehearsal   | QA | SME | killer | payment-gateway customer-interaction pricing | 5
content-review       | rehearsal   | CT | CS  |        | content                                     | 4
go-no-go             | decision    | SME | HoD | killer | categories content filters sorting pricing inventory payment-gateway customer-interaction social-media testing-signoff content-review | 1
`

/** item ! (required) | owner | kind and bounds | fresh for, rechecked on | sentence | unit */
const essentialItems = `
CAT-1 ! | SME | file             |                        | The category tree is agreed and frozen; the export is attached. |
CAT-2 ! | CT  | number max 0     |                        | Launch products without a visible category, plus visible categories that are empty. | products
CON-1 ! | CT  | note             |                        | No placeholder text, sample data or test product is visible. |
CON-2 ! | CT  | number min 100 max 100 |                  | Launch products that have name, description, image with alternative text and required attributes. | %
CON-3 ! | CT  | number max 0     |                        | Broken internal links and images in a crawl. | links
CON-4 ! | CT  | none             |                        | Help, about, contact, delivery and returns pages have their final text. |
FIL-2 ! | QA  | note             |                        | Counts beside options equal the size of the result for 20 sampled combinations. |
FIL-4 ! | QA  | none             |                        | Choices survive paging, sorting, the back button and the mobile drawer. |
SRT-1 ! | SME | link             |                        | The default order of each category is written down and agreed. |
SRT-2 ! | QA  | note             |                        | Sorting by price uses the final price that the shopper sees, per customer group. |
PRI-1 ! | BA  | number max 0     | fresh 7 days           | Prices that differ between the signed price file and the live catalogue. | mismatches
PRI-2 ! | QA  | number max 0     |                        | Carts of ten, one for each market's tax rule, that differ from the sum worked by hand. | carts
PRI-3 ! | BA  | number max 0     |                        | Zero, negative or placeholder prices; jumps above the limit were looked at. | prices
INV-1 ! | IM  | number min 98 max 100 | fresh 3 days      | Physical sample that agrees with the loaded opening stock. | %
INV-3 ! | QA  | note             |                        | Two shoppers, one last unit: one order. |
INV-6 ! | IM  | number min 14    |                        | Days of campaign forecast that stock covers. | days
PAY-1 ! | BE  | note             |                        | Production is set to live keys and live mode; no sandbox method can be chosen. |
PAY-2 ! | QA  | file             | on candidate           | A real low-value order with each live method was authorised, captured and refunded; ids match in shop and provider. |
PAY-3 ! | QA  | note             |                        | Decline, expired card, strong-authentication challenge, abandoned redirect and double submit give the right message and never a double charge. |
PAY-4 ! | BE  | note             |                        | Provider webhooks reach production; bad signatures are refused; a replay changes nothing. |
PAY-6 ! | BA  | note             |                        | Finance confirmed currency, payout account, descriptor and tax lines. |
PAY-7 ! | BE  | file             |                        | Card-data scope is written down (which self-assessment form), with the list of scripts on payment pages or why none is needed. |
CUS-1 ! | QA  | note             |                        | Register, confirm, sign in, reset, sign out and delete all work. |
CUS-2 ! | QA  | file             | on candidate           | Guest and registered checkout were completed on desktop and two phones for each shipping and payment pair that matters. |
CUS-3 ! | QA  | number max 0     |                        | Totals agree in cart, checkout, confirmation, mail and back office. | differences
CUS-5 ! | BE  | note             |                        | Transactional mails come from the right domain and pass SPF, DKIM and DMARC. |
SOC-1 ! | FE  | none             |                        | Links in header and footer go to the right official accounts. |
SOC-5 ! | MM  | link             |                        | Launch posts are approved and timed after the opening, with a named person able to stop them. |
TFN-1 ! | QA  | junit            | on candidate           | The must-pass suite is green on this build. |
TFN-3 ! | QA  | note             | on payment-gateway     | Each integration made the round trip: order out, shipment back, refund back. |
TFN-4 ! | QA  | number max 0     |                        | Open critical and high defects. | defects
TFN-6 ! | QA  | number max 0     |                        | Test customers, orders, reviews and coupons left in production. | records
CRV-1 ! | CT  | note             |                        | A second reader checked the top 100 pages: spelling, tone, claims. |
CRV-6 ! | CT  | file             |                        | Mails, invoice and packing slip were read with real orders. |
GNG-3 ! | SME | file             |                        | Minute plan with owners and stop criteria, rehearsed. |
GNG-4 ! | BE  | note             |                        | The owner of the roll-back is present; the point of no return is stated. |
`

/** Which items stand in which gate, in their order. */
const essentialPlaces = `
categories: CAT-1 CAT-2
content: CON-1 CON-2 CON-3 CON-4
filters: FIL-2 FIL-4
sorting: SRT-1 SRT-2
pricing: PRI-1 PRI-2 PRI-3
inventory: INV-1 INV-3 INV-6
payment-gateway: PAY-1 PAY-2 PAY-3 PAY-4 PAY-6 PAY-7
customer-interaction: CUS-1 CUS-2 CUS-3 CUS-5
social-media: SOC-1 SOC-5
testing-signoff: TFN-1 TFN-3 TFN-4 TFN-6
content-review: CRV-1 CRV-6
go-no-go: GNG-3 GNG-4
`

const firstLookGates = `
content         | foundations | CT  | -   |        | -                       | 3
payment-gateway | shop-works  | BE  | SME | killer | -                       | 2
go-no-go        | decision    | SME | HoD | killer | content payment-gateway | 1
`
const firstLookItems = `
CON-1 ! | CT  | none         | | Every page that opens with the shop has its final text. |
PAY-1 ! | BE  | number max 0 | | Charges that failed in ten tries | charges
GNG-1 ! | SME | none         | | Everyone who works on the first day knows the plan. |
`
const firstLookPlaces = `
content: CON-1
payment-gateway: PAY-1
go-no-go: GNG-1
`

const day = 24 * 60 * 60 * 1000

/** A hand-written table as rows of cells. */
const rows = (table: string) =>
  table
    .trim()
    .split('\n')
    .map((line) => line.split('|').map((cell) => cell.trim()))

function gateRow(gate: GateDefinition): string[] {
  return [
    gate.id,
    gate.phase,
    short[gate.owner] ?? gate.owner,
    gate.signers.map((role) => short[role] ?? role).join(' ') || '-',
    gate.killer ? 'killer' : '',
    gate.needs.join(' ') || '-',
    gate.due === null ? '-' : String(gate.due / day),
  ]
}

function itemRow({ texts }: Pipeline, gate: GateDefinition, item: ItemDefinition): string[] {
  const { asks } = item
  const said = texts.gates[gate.id]?.items[item.id]
  const bounds =
    asks.kind === 'number'
      ? [...(asks.min === null ? [] : [`min ${asks.min}`]), ...(asks.max === null ? [] : [`max ${asks.max}`])]
      : []
  const again = [
    ...(item.freshFor === null ? [] : [`fresh ${item.freshFor / day} days`]),
    ...item.recheckOn.map((cause) => `on ${cause === 'candidate' ? cause : cause.needs}`),
  ]
  return [
    item.required ? `${item.id} !` : item.id,
    short[item.owner] ?? item.owner,
    [asks.kind, ...bounds].join(' '),
    again.join(', '),
    said?.text.en ?? '',
    said?.unit?.en ?? '',
  ]
}

const places = ({ definition }: Pipeline) =>
  definition.gates.map((gate) => `${gate.id}: ${gate.items.map((item) => item.id).join(' ')}`)

describe.each([
  ['ecommerce-essential', essentialGates, essentialItems, essentialPlaces],
  ['first-look', firstLookGates, firstLookItems, firstLookPlaces],
])('%s', (id, gates, items, itemsOfGates) => {
  let pipeline: Pipeline
  beforeAll(async () => {
    const found = (await builtInPipelines()).get(id)
    if (!found) throw new Error(`no pipeline ${id}`)
    pipeline = found
  })

  test('its gates', () => {
    expect(pipeline.definition.gates.map(gateRow)).toEqual(rows(gates))
  })
  test('its items', () => {
    const found = pipeline.definition.gates.flatMap((gate) => gate.items.map((item) => itemRow(pipeline, gate, item)))
    expect(found).toEqual(rows(items))
    expect(places(pipeline)).toEqual(itemsOfGates.trim().split('\n'))
  })
  test('the thirteen roles by their titles, who leads, who is the sponsor, who names the build', () => {
    const { definition, texts } = pipeline
    expect(Object.fromEntries(definition.roles.map((role) => [role, texts.roles[role]?.en]))).toEqual(titles)
    expect(definition.lead).toBe('ecommerce-sme')
    expect(definition.sponsor).toBe('head-of-digital')
    expect(definition.candidateRoles).toEqual(['ecommerce-sme', 'technical-sme'])
    expect(definition.decision).toBe('go-no-go')
    expect(definition.waiverLimit).toBe(30 * day)
  })
  test('every text is in English and nothing else', () => {
    expect(pipeline.definition.languages).toEqual(['en'])
    for (const gate of Object.values(pipeline.texts.gates))
      expect([Object.keys(gate.title), Object.keys(gate.why)]).toEqual([['en'], ['en']])
  })
})

test('essential asks about social channels; first look asks nothing', async () => {
  const pipelines = await builtInPipelines()
  const essential = pipelines.get('ecommerce-essential')
  expect(essential?.definition.questions).toEqual([{ id: 'social', leavesOut: { items: [], gates: ['social-media'] } }])
  expect(essential?.texts.questions).toEqual({ social: { en: 'Social channels at launch?' } })
  expect(pipelines.get('first-look')?.definition.questions).toEqual([])
})
