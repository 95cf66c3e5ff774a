import { expect, test } from 'vitest'
import { builtInPipeline } from '../../server/read-pipeline.ts'

/** Every sentence that somebody will say yes to, word for word, in its gate. Owners, evidence and needs are pinned beside the reader's tests. */

async function sentencesOf(id: string): Promise<Record<string, Record<string, string | undefined>>> {
  const { definition, texts } = await builtInPipeline(id)
  return Object.fromEntries(
    definition.gates.map((gate) => [
      gate.id,
      Object.fromEntries(gate.items.map((item) => [item.id, texts.gates[gate.id]?.items[item.id]?.text.en])),
    ]),
  )
}

test('ecommerce-essential', async () => {
  expect(await sentencesOf('ecommerce-essential')).toEqual({
    categories: {
      'CAT-1': 'The category tree is agreed and frozen; the export is attached.',
      'CAT-2': 'Launch products without a visible category, plus visible categories that are empty.',
    },
    content: {
      'CON-1': 'No placeholder text, sample data or test product is visible.',
      'CON-2': 'Launch products that have name, description, image with alternative text and required attributes.',
      'CON-3': 'Broken internal links and images in a crawl.',
      'CON-4': 'Help, about, contact, delivery and returns pages have their final text.',
    },
    filters: {
      'FIL-2': 'Counts beside options equal the size of the result for 20 sampled combinations.',
      'FIL-4': 'Choices survive paging, sorting, the back button and the mobile drawer.',
    },
    sorting: {
      'SRT-1': 'The default order of each category is written down and agreed.',
      'SRT-2': 'Sorting by price uses the final price that the shopper sees, per customer group.',
    },
    pricing: {
      'PRI-1': 'Prices that differ between the signed price file and the live catalogue.',
      'PRI-2': "Carts of ten, one for each market's tax rule, that differ from the sum worked by hand.",
      'PRI-3': 'Zero, negative or placeholder prices; jumps above the limit were looked at.',
    },
    inventory: {
      'INV-1': 'Physical sample that agrees with the loaded opening stock.',
      'INV-3': 'Two shoppers, one last unit: one order.',
      'INV-6': 'Days of campaign forecast that stock covers.',
    },
    'payment-gateway': {
      'PAY-1': 'Production is set to live keys and live mode; no sandbox method can be chosen.',
      'PAY-2':
        'A real low-value order with each live method was authorised, captured and refunded; ids match in shop and provider.',
      'PAY-3':
        'Decline, expired card, strong-authentication challenge, abandoned redirect and double submit give the right message and never a double charge.',
      'PAY-4': 'Provider webhooks reach production; bad signatures are refused; a replay changes nothing.',
      'PAY-6': 'Finance confirmed currency, payout account, descriptor and tax lines.',
      'PAY-7':
        'Card-data scope is written down (which self-assessment form), with the list of scripts on payment pages or why none is needed.',
    },
    'customer-interaction': {
      'CUS-1': 'Register, confirm, sign in, reset, sign out and delete all work.',
      'CUS-2':
        'Guest and registered checkout were completed on desktop and two phones for each shipping and payment pair that matters.',
      'CUS-3': 'Totals agree in cart, checkout, confirmation, mail and back office.',
      'CUS-5': 'Transactional mails come from the right domain and pass SPF, DKIM and DMARC.',
    },
    'social-media': {
      'SOC-1': 'Links in header and footer go to the right official accounts.',
      'SOC-5': 'Launch posts are approved and timed after the opening, with a named person able to stop them.',
    },
    'testing-signoff': {
      'TFN-1': 'The must-pass suite is green on this build.',
      'TFN-3': 'Each integration made the round trip: order out, shipment back, refund back.',
      'TFN-4': 'Open critical and high defects.',
      'TFN-6': 'Test customers, orders, reviews and coupons left in production.',
    },
    'content-review': {
      'CRV-1': 'A second reader checked the top 100 pages: spelling, tone, claims.',
      'CRV-6': 'Mails, invoice and packing slip were read with real orders.',
    },
    'go-no-go': {
      'GNG-3': 'Minute plan with owners and stop criteria, rehearsed.',
      'GNG-4': 'The owner of the roll-back is present; the point of no return is stated.',
    },
  })
})

test('first-look', async () => {
  expect(await sentencesOf('first-look')).toEqual({
    content: { 'CON-1': 'Every page that opens with the shop has its final text.' },
    'payment-gateway': { 'PAY-1': 'Charges that failed in ten tries' },
    'go-no-go': { 'GNG-1': 'Everyone who works on the first day knows the plan.' },
  })
})
