import { expect, test } from 'vitest'
import { builtInPipeline } from '../../server/pipelines/built-in.ts'

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
      'CAT-1': 'The category tree is final and frozen.',
      'CAT-2': 'Number of launch products with no visible category, plus empty visible categories',
    },
    content: {
      'CON-1': 'No placeholder text, sample data or test product is visible.',
      'CON-2': '% of launch products with name, description, image with alt text, and required attributes',
      'CON-3': 'Number of broken internal links and images found by a crawl',
      'CON-4': 'Help, About, Contact, Delivery and Returns pages have final copy.',
    },
    filters: {
      'FIL-2': 'Filter counts match the results for 20 sample combinations.',
      'FIL-4': 'Selected filters survive paging, sorting, Back, and the mobile filter panel.',
    },
    sorting: {
      'SRT-1': 'The default sort order of each category is documented and agreed.',
      'SRT-2': 'Sorting by price uses the final price that the shopper sees, per customer group.',
    },
    pricing: {
      'PRI-1': 'Number of prices that differ between the approved price file and the live catalog',
      'PRI-2': "Number of 10-item test carts (one per tax rule) whose total differs from a manual calculation",
      'PRI-3': 'Number of zero, negative or placeholder prices (large price changes reviewed)',
    },
    inventory: {
      'INV-1': '% of sampled physical stock that matches the loaded opening stock',
      'INV-3': 'When two shoppers try to buy the last unit, only one order goes through.',
      'INV-6': 'Days of forecast campaign demand covered by stock',
    },
    'payment-gateway': {
      'PAY-1': 'Production uses live keys in live mode, and no sandbox payment method is available.',
      'PAY-2':
        'A real low-value order was authorized, captured and refunded with each live payment method, and IDs match in store and provider.',
      'PAY-3':
        'Decline, expired card, 3-D Secure challenge, abandoned redirect and double submit show the right message and never charge twice.',
      'PAY-4': 'Provider webhooks reach production, invalid signatures are rejected, and replays have no effect.',
      'PAY-6': 'Finance has confirmed currency, payout account, statement descriptor and tax lines.',
      'PAY-7':
        'PCI DSS scope is documented: SAQ type and the script inventory of payment pages (or why none is needed).',
    },
    'customer-interaction': {
      'CUS-1': 'Account registration, confirmation, sign-in, password reset, sign-out and deletion work.',
      'CUS-2':
        'Guest and registered checkout works on desktop and two phones for every key shipping/payment combination.',
      'CUS-3': 'Number of differences in totals between cart, checkout, confirmation page, email and back office',
      'CUS-5': 'Transactional emails are sent from the correct domain and pass SPF, DKIM and DMARC.',
    },
    'social-media': {
      'SOC-1': 'Header and footer links go to the official accounts.',
      'SOC-5': 'Launch posts are approved, scheduled after opening, and a named person can stop them.',
    },
    'testing-signoff': {
      'TFN-1': 'The must-pass test suite passes on this build.',
      'TFN-3': 'Every integration is tested end to end: order out, shipment back, refund back.',
      'TFN-4': 'Number of open critical and high-severity defects',
      'TFN-6': 'Number of test customers, orders, reviews and coupons left in production',
    },
    'content-review': {
      'CRV-1': 'The top 100 pages were proofread for spelling, tone and claims.',
      'CRV-6': 'Emails, invoice and packing slip were reviewed with real orders.',
    },
    'go-no-go': {
      'GNG-3': 'The minute-by-minute launch plan, with owners and stop criteria, is rehearsed.',
      'GNG-4': 'The rollback owner is on call and the point of no return is defined.',
    },
  })
})

test('ecommerce', async () => {
  expect(await sentencesOf('ecommerce')).toEqual({
    categories: {
      'CAT-1': 'The category tree is final and frozen.',
      'CAT-2': 'Number of launch products with no visible category, plus empty visible categories',
      'CAT-3': 'Number of duplicate URL keys (names and metadata filled in)',
      'CAT-4': 'Desktop, mobile and footer menus show the same categories.',
      'CAT-5': '% of old category URLs covered by the redirect map',
      'CAT-6': 'Category visibility is correct for each website and customer group.',
      'CAT-7': 'Number of indexers that are invalid or not on schedule',
    },
    content: {
      'CON-1': 'No placeholder text, sample data or test product is visible.',
      'CON-2': '% of launch products with name, description, image with alt text, and required attributes',
      'CON-3': 'Number of broken internal links and images found by a crawl',
      'CON-4': 'Help, About, Contact, Delivery and Returns pages have final copy.',
      'CON-5': 'Images are compressed and served in the right size.',
      'CON-6': 'Every language and store view is fully translated.',
      'CON-7': 'Scheduled banners and pages start and stop in the right time zone.',
    },
    filters: {
      'FIL-1': '% of products with all filterable attributes filled in',
      'FIL-2': 'Filter counts match the results for 20 sample combinations.',
      'FIL-3': 'Combinations with no results are disabled or offer a way back.',
      'FIL-4': 'Selected filters survive paging, sorting, Back, and the mobile filter panel.',
      'FIL-5': 'Filter URLs (canonical, robots) keep crawlers out of endless combinations.',
      'FIL-6': 'p95 response time of a filtered category page under load',
      'FIL-7': 'Labels are translated and ordered per store view; swatches work by keyboard and screen reader.',
    },
    sorting: {
      'SRT-1': 'The default sort order of each category is documented and agreed.',
      'SRT-2': 'Sorting by price uses the final price that the shopper sees, per customer group.',
      'SRT-3': 'Out-of-stock products appear where agreed.',
      'SRT-4': 'Paging is stable: no product is repeated or skipped between pages.',
      'SRT-5': 'Number of the top 50 searches that return the expected product near the top',
      'SRT-6': 'Every pinned or boosted product has an end date.',
    },
    pricing: {
      'PRI-1': 'Number of prices that differ between the approved price file and the live catalog',
      'PRI-2': "Number of 10-item test carts (one per tax rule) whose total differs from a manual calculation",
      'PRI-3': 'Number of zero, negative or placeholder prices (large price changes reviewed)',
      'PRI-4': 'Promotions and coupons are tested (dates, stacking, limits, groups) and expired ones are disabled.',
      'PRI-5': 'Group, tier and contract prices are visible only to the right group, including on cached pages.',
      'PRI-6': 'Rounding rules and the exchange-rate source are agreed.',
      'PRI-7': 'Strikethrough (“was”) prices comply with local reference-price law.',
      'PRI-8': 'Number of 50 sample products whose price differs between page, feed and structured data',
    },
    inventory: {
      'INV-1': '% of sampled physical stock that matches the loaded opening stock',
      'INV-2': 'Minutes since the last successful stock feed run',
      'INV-3': 'When two shoppers try to buy the last unit, only one order goes through.',
      'INV-4': 'Backorder, pre-order and sold-out states behave as agreed for each product group.',
      'INV-5': 'Safety stock is set and low-stock alerts reach a named person.',
      'INV-6': 'Days of forecast campaign demand covered by stock',
      'INV-7': 'Returned items go back to the correct location and status.',
      'INV-8': 'Sourcing priority and reservations work across multiple warehouses.',
    },
    'payment-gateway': {
      'PAY-1': 'Production uses live keys in live mode, and no sandbox payment method is available.',
      'PAY-2':
        'A real low-value order was authorized, captured and refunded with each live payment method, and IDs match in store and provider.',
      'PAY-3':
        'Decline, expired card, 3-D Secure challenge, abandoned redirect and double submit show the right message and never charge twice.',
      'PAY-4': 'Provider webhooks reach production, invalid signatures are rejected, and replays have no effect.',
      'PAY-5': 'API and payment module versions are pinned and up to date.',
      'PAY-6': 'Finance has confirmed currency, payout account, statement descriptor and tax lines.',
      'PAY-7':
        'PCI DSS scope is documented: SAQ type and the script inventory of payment pages (or why none is needed).',
      'PAY-8': 'If one payment method is down, others still work (tested by disabling one).',
    },
    'customer-interaction': {
      'CUS-1': 'Account registration, confirmation, sign-in, password reset, sign-out and deletion work.',
      'CUS-2':
        'Guest and registered checkout works on desktop and two phones for every key shipping/payment combination.',
      'CUS-3': 'Number of differences in totals between cart, checkout, confirmation page, email and back office',
      'CUS-4': 'Contact, returns and newsletter forms reach a monitored inbox, and bot protection is on.',
      'CUS-5': 'Transactional emails are sent from the correct domain and pass SPF, DKIM and DMARC.',
      'CUS-6': 'Account and checkout meet WCAG 2.2 AA with keyboard and screen reader; open issues are listed.',
      'CUS-7': '404, error and maintenance pages are branded, return the correct status code and link back to the store.',
      'CUS-8': 'The cart survives a session change and merges on sign-in.',
    },
    'social-media': {
      'SOC-1': 'Header and footer links go to the official accounts.',
      'SOC-2': 'Social previews are correct for home, category and product pages.',
      'SOC-3': 'Social sign-in works with production app IDs, and linking to an existing account is tested.',
      'SOC-4': 'Number of product feed errors across channels',
      'SOC-5': 'Launch posts are approved, scheduled after opening, and a named person can stop them.',
      'SOC-6': 'Social pixels fire only after consent.',
      'SOC-7': 'Launch-week schedule for answering public messages is set.',
    },
    analytics: {
      'ANA-1': '% difference between tracked purchases and actual orders (count and value)',
      'ANA-2': 'Funnel events fire correctly in every consent state.',
      'ANA-3': 'The production property is in use; internal traffic and payment referrals are excluded.',
      'ANA-4': 'KPI definitions and dashboards are agreed; the baseline is loaded.',
      'ANA-5': 'Zero-result searches and errors are reported.',
    },
    infrastructure: {
      'INF-1': 'DNS TTL (seconds) of the records to be switched; cutover records are reviewed',
      'INF-2': 'Days left on the TLS certificate covering all hosts (auto-renewal on)',
      'INF-3': 'CDN caching and purge work, the origin is shielded, and the WAF is on.',
      'INF-4': 'Minutes to restore a backup to a clean environment',
      'INF-5': 'Minutes to roll back, as rehearsed (decision owner named)',
      'INF-6': 'Alerts for uptime, errors, checkout conversion and queues reach the on-call person.',
      'INF-7': 'Capacity, disk space and vendor quotas (email, SMS, maps, payments) cover the forecast.',
      'INF-8': 'Hosting and vendors were notified in time (Adobe: 4 weeks); hotlines, status pages and on-call schedule are known.',
    },
    fulfilment: {
      'FUL-1': 'Shipping zones, carriers, rates, cutoffs and restrictions are correct for 20 test addresses.',
      'FUL-2': 'A real order was picked, packed, labeled, tracked and delivered to a colleague.',
      'FUL-3': 'Shipping labels and packing slips print at the forecast peak rate.',
      'FUL-4': 'Packaging and inserts are in stock for the agreed period, and parcels look right.',
      'FUL-5': 'Shifts and carrier pickups are confirmed for the launch period.',
      'FUL-6': 'Split and partial shipments, holds, address changes and pre-pick cancellations work.',
      'FUL-7': 'A test return was labeled, received, inspected and refunded on time.',
      'FUL-8': 'A manual process is ready if the warehouse system goes down.',
    },
    'customer-service': {
      'CSR-1': '% of agents trained on the store and back office',
      'CSR-2': 'Reply templates for promotions, delivery and returns are ready.',
      'CSR-3': 'A test inquiry was answered on every channel.',
      'CSR-4': 'An agent can find an order, see its status, refund and resend.',
      'CSR-5': 'Staffing covers the contact forecast, and published hours match the schedule.',
      'CSR-6': 'Contacts in IT, warehouse and marketing for launch day are named.',
      'CSR-7': 'Agents are briefed on promotions before they start.',
    },
    'legal-privacy': {
      'LEG-1': 'Terms, privacy policy, company details, delivery and returns are approved by legal counsel.',
      'LEG-2': 'No optional cookies or storage before consent; rejecting is as easy as accepting.',
      'LEG-3':
        '(EU) The online withdrawal function is available throughout the withdrawal period, including for guest orders (required since June 19, 2026).',
      'LEG-4': 'Total price and a clear “order with obligation to pay” label appear before the final click.',
      'LEG-5': 'Processors, contracts, retention periods and the data-subject request process are documented.',
      'LEG-6': 'Accessibility statement and documentation exist where required.',
      'LEG-7': 'Product compliance (safety, age limits, labeling) is confirmed per category.',
    },
    'marketing-search': {
      'SEO-1': 'Indexing is ready: production opens to crawlers at launch, staging never does.',
      'SEO-2': '% of top old URLs that redirect once (301) to a live page',
      'SEO-3': 'The sitemap contains only canonical URLs and is ready to submit.',
      'SEO-4': 'Canonical and hreflang tags are correct on four page types.',
      'SEO-5': 'Product structured data is valid, and price and stock match the page.',
      'SEO-6': 'A baseline of rankings, traffic and conversion is saved.',
      'SEO-7': 'The campaign calendar (with expected peak) is agreed with inventory, customer service, warehouse and hosting.',
      'SEO-8': 'Welcome, abandoned-cart and unsubscribe flows are tested.',
    },
    'testing-signoff': {
      'TFN-1': 'The must-pass test suite passes on this build.',
      'TFN-2': 'Critical user flows work on the agreed browsers and devices.',
      'TFN-3': 'Every integration is tested end to end: order out, shipment back, refund back.',
      'TFN-4': 'Number of open critical and high-severity defects',
      'TFN-5': 'Scheduled jobs, queues and emails ran for 24 hours in production without errors.',
      'TFN-6': 'Number of test customers, orders, reviews and coupons left in production',
      'TFN-7': 'Configuration differences between staging and production are reviewed.',
    },
    performance: {
      'TPF-1': 'p95 response time at the agreed multiple of forecast peak (error rate within limit)',
      'TPF-2': 'The site was tested with a sudden traffic spike.',
      'TPF-3': 'Cache hit rate on home, category and product pages',
      'TPF-4': 'Largest Contentful Paint (p75), four page types, mid-range phone',
      'TPF-5': 'A soak test showed no memory leaks or growing queues.',
      'TPF-6': 'Email and third-party services were disabled or mocked during load tests.',
      'TPF-7': 'Autoscaling, queue or waiting room kicks in as planned.',
    },
    security: {
      'TSC-1': 'Penetration test done; serious findings fixed and retested.',
      'TSC-2': 'Number of known exploited vulnerabilities in platform, extensions and libraries',
      'TSC-3': 'Admin uses a custom URL, MFA, named accounts and least privilege; former staff are removed.',
      'TSC-4': 'TLS 1.2 or newer everywhere, HSTS, cookie flags, no mixed content.',
      'TSC-5': 'The WAF blocks attacks and lets real traffic through; sign-in, checkout, gift cards and coupons are rate-limited.',
      'TSC-6': 'Secrets are rotated, debug mode is off, and default accounts are removed.',
      'TSC-7': 'Malware and configuration scan is scheduled; its last result is clean.',
      'TSC-8': 'Incident contacts and runbook are tested.',
    },
    'user-acceptance': {
      'UAT-1': 'Test scripts cover every launch requirement.',
      'UAT-2': 'Business users (merchandising, customer service, warehouse) ran them, not the build team.',
      'UAT-3': 'Back-office tasks work: create product and promotion; edit, refund, cancel and return an order; run reports.',
      'UAT-4': 'UAT ran on staging with production-like data and live integrations.',
      'UAT-5': 'Number of must-fix findings still open',
    },
    'content-review': {
      'CRV-1': 'The top 100 pages were proofread for spelling, tone and claims.',
      'CRV-2': 'Promised delivery times and returns match what the warehouse can do.',
      'CRV-3': 'Image and font licenses are on file.',
      'CRV-4': 'Regulated claims are approved.',
      'CRV-5': 'Headings, alt text, link text and captions are accessible.',
      'CRV-6': 'Emails, invoice and packing slip were reviewed with real orders.',
      'CRV-7': 'The content freeze is announced, including who can override it.',
    },
    'go-no-go': {
      'GNG-3': 'The minute-by-minute launch plan, with owners and stop criteria, is rehearsed.',
      'GNG-4': 'The rollback owner is on call and the point of no return is defined.',
      'GNG-6': 'Downtime notice was sent (Adobe: one week before a first launch).',
    },
  })
})

test('first-look', async () => {
  expect(await sentencesOf('first-look')).toEqual({
    content: { 'CON-1': 'Every page that goes live has final copy.' },
    'payment-gateway': { 'PAY-1': 'Failed charges out of 10 test payments' },
    'go-no-go': { 'GNG-1': 'Everyone working on launch day knows the plan.' },
  })
})
