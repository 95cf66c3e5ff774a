import { expect, test } from 'vitest'
import { builtInPipeline } from '../../server/pipelines/read.ts'

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

test('ecommerce', async () => {
  expect(await sentencesOf('ecommerce')).toEqual({
    categories: {
      'CAT-1': 'The category tree is agreed and frozen; the export is attached.',
      'CAT-2': 'Launch products without a visible category, plus visible categories that are empty.',
      'CAT-3': 'URL keys that collide; names and meta data are filled.',
      'CAT-4': 'Menus show the same tree on desktop, mobile and footer.',
      'CAT-5': 'Old category addresses that are in the redirect map.',
      'CAT-6': 'Visibility by website and customer group is right.',
      'CAT-7': 'Indexers that are invalid or off schedule.',
    },
    content: {
      'CON-1': 'No placeholder text, sample data or test product is visible.',
      'CON-2': 'Launch products that have name, description, image with alternative text and required attributes.',
      'CON-3': 'Broken internal links and images in a crawl.',
      'CON-4': 'Help, about, contact, delivery and returns pages have their final text.',
      'CON-5': 'Images are compressed and served in the right size.',
      'CON-6': 'Each language or store view is complete, without mixed text.',
      'CON-7': 'Scheduled banners and pages start and stop in the right time zone.',
    },
    filters: {
      'FIL-1': 'Products that have their filterable attributes filled.',
      'FIL-2': 'Counts beside options equal the size of the result for 20 sampled combinations.',
      'FIL-3': 'Empty combinations cannot be picked, or offer a way back.',
      'FIL-4': 'Choices survive paging, sorting, the back button and the mobile drawer.',
      'FIL-5': 'The rule for filter addresses (canonical, robots) keeps crawlers out of endless combinations.',
      'FIL-6': 'p95 of a filtered category under load.',
      'FIL-7': 'Labels are translated and ordered per store view; swatches work by keyboard and screen reader.',
    },
    sorting: {
      'SRT-1': 'The default order of each category is written down and agreed.',
      'SRT-2': 'Sorting by price uses the final price that the shopper sees, per customer group.',
      'SRT-3': 'Products out of stock stand where it was agreed.',
      'SRT-4': 'Ties are stable: no product is repeated or lost between pages.',
      'SRT-5': 'Top searches that show the expected product near the top.',
      'SRT-6': 'Every pinned or boosted product has an end date.',
    },
    pricing: {
      'PRI-1': 'Prices that differ between the signed price file and the live catalogue.',
      'PRI-2': "Carts of ten, one for each market's tax rule, that differ from the sum worked by hand.",
      'PRI-3': 'Zero, negative or placeholder prices; jumps above the limit were looked at.',
      'PRI-4': 'Promotions and coupons: dates, stacking, limits and groups were tested; old ones are off.',
      'PRI-5': 'Group, tier and contract prices are visible only to their group, also from cache.',
      'PRI-6': 'Rounding and the source of exchange rates are agreed.',
      'PRI-7': '"Was" prices meet the local law on reference prices.',
      'PRI-8': 'Sampled products whose price differs between page, feed and structured data.',
    },
    inventory: {
      'INV-1': 'Physical sample that agrees with the loaded opening stock.',
      'INV-2': 'Age of the last good run of the stock feed.',
      'INV-3': 'Two shoppers, one last unit: one order.',
      'INV-4': 'Back-order, pre-order and sold-out behave as agreed for each product set.',
      'INV-5': 'Safety stock and low-stock alert reach a person.',
      'INV-6': 'Days of campaign forecast that stock covers.',
      'INV-7': 'A returned item goes back to the right place and status.',
      'INV-8': 'Priority of sources and reservations are right with several warehouses.',
    },
    'payment-gateway': {
      'PAY-1': 'Production is set to live keys and live mode; no sandbox method can be chosen.',
      'PAY-2':
        'A real low-value order with each live method was authorised, captured and refunded; ids match in shop and provider.',
      'PAY-3':
        'Decline, expired card, strong-authentication challenge, abandoned redirect and double submit give the right message and never a double charge.',
      'PAY-4': 'Provider webhooks reach production; bad signatures are refused; a replay changes nothing.',
      'PAY-5': 'Versions of API and module are pinned and current.',
      'PAY-6': 'Finance confirmed currency, payout account, descriptor and tax lines.',
      'PAY-7':
        'Card-data scope is written down (which self-assessment form), with the list of scripts on payment pages or why none is needed.',
      'PAY-8': 'With one method down another still works; switching off was tried.',
    },
    'customer-interaction': {
      'CUS-1': 'Register, confirm, sign in, reset, sign out and delete all work.',
      'CUS-2':
        'Guest and registered checkout were completed on desktop and two phones for each shipping and payment pair that matters.',
      'CUS-3': 'Totals agree in cart, checkout, confirmation, mail and back office.',
      'CUS-4': 'Contact, return and newsletter forms reach a watched mailbox; bot protection is on.',
      'CUS-5': 'Transactional mails come from the right domain and pass SPF, DKIM and DMARC.',
      'CUS-6': 'Account and checkout pass keyboard and screen reader at WCAG 2.2 AA; open issues are listed.',
      'CUS-7': '404, error and maintenance pages are branded, return the right status and lead back.',
      'CUS-8': 'The cart survives a session change and merges on sign-in.',
    },
    'social-media': {
      'SOC-1': 'Links in header and footer go to the right official accounts.',
      'SOC-2': 'Share cards are right for home, category and product.',
      'SOC-3': 'Social sign-in works with the production app ids; joining an existing account was tested.',
      'SOC-4': 'Catalogue errors in each channel.',
      'SOC-5': 'Launch posts are approved and timed after the opening, with a named person able to stop them.',
      'SOC-6': 'Social pixels wait for consent.',
      'SOC-7': 'There is a rota for answering public messages in launch week.',
    },
    analytics: {
      'ANA-1': 'Difference between purchase events and orders, in count and value.',
      'ANA-2': 'Funnel events fire in each consent state as they should.',
      'ANA-3': 'Production property; internal traffic and payment-provider referrals are excluded.',
      'ANA-4': 'KPI definitions and dashboards are agreed; the baseline is loaded.',
      'ANA-5': 'Empty searches and errors are visible in a report.',
    },
    infrastructure: {
      'INF-1': 'DNS lifetime of the records to be switched; cut-over records are prepared and reviewed.',
      'INF-2': 'Validity left on the certificate that covers every host; renewal is automatic.',
      'INF-3': 'The CDN caches, purge works, the origin is shielded, the firewall is on.',
      'INF-4': 'Time to restore a backup to a clean place.',
      'INF-5': 'Time of the rehearsed roll-back; who decides it is named.',
      'INF-6': 'Alerts for uptime, errors, checkout conversion and queues reached a person.',
      'INF-7': 'Size, disk room and vendor quotas (mail, SMS, maps, payments) fit the forecast.',
      'INF-8': 'Host and vendors were told in time (Adobe: 4 weeks); hotline, status pages and rota are known.',
    },
    fulfilment: {
      'FUL-1': 'Zones, carriers, rates, cut-offs and restricted goods are right for 20 addresses.',
      'FUL-2': 'A real order was picked, packed, labelled, tracked and delivered to a colleague.',
      'FUL-3': 'Labels and slips print at the forecast peak rate.',
      'FUL-4': 'Packaging and inserts for the agreed days are there; the parcel looks as intended.',
      'FUL-5': 'Shifts and carrier pick-ups are confirmed for the launch weeks.',
      'FUL-6': 'Split, partial, hold, address change and cancel before pick work.',
      'FUL-7': 'A return was labelled, received, inspected and refunded in the agreed days.',
      'FUL-8': 'There is a paper procedure if the warehouse system is down.',
    },
    'customer-service': {
      'CSR-1': 'Agents trained on shop and back office.',
      'CSR-2': 'Answers for promotions, delivery and returns are ready.',
      'CSR-3': 'Each channel answered a test contact.',
      'CSR-4': 'An agent can find an order, see its status, refund and resend.',
      'CSR-5': 'Staffing fits the contact forecast; hours on the site fit the rota.',
      'CSR-6': 'Contacts in IT, warehouse and marketing for launch day are named.',
      'CSR-7': 'The promotion briefing came before the promotion.',
    },
    'legal-privacy': {
      'LEG-1': 'Terms, privacy, company data, delivery and returns are approved by counsel, dated.',
      'LEG-2': 'Nothing optional is stored before consent; refusing is as easy as accepting.',
      'LEG-3':
        '(EU) The electronic withdrawal function is reachable for the whole period, also for guest orders (law since 2026-06-19).',
      'LEG-4': 'Total price and paid-order wording stand before the binding click.',
      'LEG-5': 'Processors, contracts, retention and the path of data-subject requests are recorded.',
      'LEG-6': 'Accessibility statement and record exist for the markets that need them.',
      'LEG-7': 'Product duties (safety, age, labels) are met per category.',
    },
    'marketing-search': {
      'SEO-1': 'The indexing switch is prepared: production opens to crawlers with the launch, staging never does.',
      'SEO-2': 'Top old addresses that answer with one permanent redirect to a live page.',
      'SEO-3': 'The sitemap has only canonical addresses and is ready to submit.',
      'SEO-4': 'Canonical and language tags are right on four page types.',
      'SEO-5': 'Product structured data is valid; price and stock equal the page.',
      'SEO-6': 'A baseline of rank, traffic and conversion is saved.',
      'SEO-7': 'The campaign calendar is agreed with stock, service, warehouse and hosting (expected peak).',
      'SEO-8': 'Welcome, abandoned-cart and unsubscribe flows were tested.',
    },
    'testing-signoff': {
      'TFN-1': 'The must-pass suite is green on this build.',
      'TFN-2': 'Critical paths work across the agreed browsers and devices.',
      'TFN-3': 'Each integration made the round trip: order out, shipment back, refund back.',
      'TFN-4': 'Open critical and high defects.',
      'TFN-5': 'Schedules, queues and mails ran a day in production without error.',
      'TFN-6': 'Test customers, orders, reviews and coupons left in production.',
      'TFN-7': 'The difference of configuration between staging and production was reviewed.',
    },
    performance: {
      'TPF-1': 'p95 at the agreed multiple of the forecast peak, errors below the limit.',
      'TPF-2': 'A sudden spike was tried (Google saw up to 15 times its estimates).',
      'TPF-3': 'Cache hits on home, category and product.',
      'TPF-4': 'Largest Contentful Paint (p75) of four page types on a mid-range phone.',
      'TPF-5': 'A long soak showed no leak and no growing queue.',
      'TPF-6': 'Mail and third parties were switched off or faked during load (quotas).',
      'TPF-7': 'Scaling, queue or waiting room trigger as planned.',
    },
    security: {
      'TSC-1': 'Penetration test of the customised shop; serious findings were fixed and tested again.',
      'TSC-2': 'Known exploited weaknesses in platform, extensions and libraries.',
      'TSC-3': 'Admin has its own path, second factor, named accounts, least rights; leavers are removed.',
      'TSC-4': 'TLS 1.2 or newer everywhere, HSTS, cookie flags, no mixed content.',
      'TSC-5': 'The firewall blocks and good traffic passes; sign-in, checkout, gift cards and coupons are limited.',
      'TSC-6': 'Secrets were rotated after the build, debug is off, no default account is left.',
      'TSC-7': 'Malware and configuration scan is scheduled; its last result is clean.',
      'TSC-8': 'Incident contact and runbook were tried.',
    },
    'user-acceptance': {
      'UAT-1': 'Scripts trace to each launch requirement.',
      'UAT-2': 'Real business users ran them (merchandising, service, warehouse), not the builders.',
      'UAT-3': 'Back office: create product and promotion, change an order, refund, cancel, return, report.',
      'UAT-4': 'It ran on staging with production-like data and live integrations.',
      'UAT-5': 'Must-fix findings still open.',
    },
    'content-review': {
      'CRV-1': 'A second reader checked the top 100 pages: spelling, tone, claims.',
      'CRV-2': 'Promised delivery times and returns match what the warehouse can do.',
      'CRV-3': 'Image and font rights are on file.',
      'CRV-4': 'Regulated claims are approved.',
      'CRV-5': 'Headings, alternative text, link text and captions are accessible.',
      'CRV-6': 'Mails, invoice and packing slip were read with real orders.',
      'CRV-7': 'The content freeze is announced, with who may override it.',
    },
    'go-no-go': {
      'GNG-3': 'Minute plan with owners and stop criteria, rehearsed.',
      'GNG-4': 'The owner of the roll-back is present; the point of no return is stated.',
      'GNG-6': 'The notice of down-time was sent (Adobe: a week before a first launch).',
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
