import { daysBefore, file, type Line, ready, report, type Story, tenInTaipei, tick } from './script.ts'

/**
 * A launch eight days before its opening, with something to see at every corner: fourteen gates are done, the others are
 * on their way, given back, stuck, waived or too old. Twenty-five commands of the right people unlock it.
 */
export const aurora: Story = ({ now, slug, people }) =>
  ready(now, [
    [
      20.9,
      'priya',
      {
        type: 'launch.create',
        pipeline: 'ecommerce',
        slug,
        title: 'Aurora',
        store: 'Aurora Lamps, Taiwan',
        targetAt: tenInTaipei(now, 8),
        timeZone: 'Asia/Taipei',
        people,
      },
    ],
    [20.85, 'priya', { type: 'launch.setPublicStatus', public: true }],
    [20.8, 'priya', { type: 'launch.start' }],
    [12.5, 'ci', { type: 'launch.setCandidate', ...build('4805', '58c1d0e7a3f94b62') }],
    [9.3, 'ci', { type: 'launch.setCandidate', ...build('4812', 'c70b6ad92e415f38') }],
    ...foundations,
    ...shopWorks(now),
    ...operations,
    ...rehearsal,
    [
      1.3,
      'priya',
      {
        type: 'gate.comment',
        gate: 'go-no-go',
        text: 'Go/no-go meeting is the day before launch at 16:00.',
      },
    ],
  ])

const build = (version: string, commit: string) => ({
  version,
  commit,
  url: `https://ci.example.com/builds/${version}`,
})

const foundations: Line[] = [
  [
    19.9,
    'priya',
    file('CAT-1', 'category-tree.csv', 'id,parent,name\n1,,Lamps\n2,1,Table lamps\n3,1,Floor lamps\n4,,Bulbs\n'),
  ],
  [19.3, 'chloe', tick('CAT-2', 0)],
  [19.2, 'chloe', tick('CAT-3', 0)],
  [19.1, 'sam', tick('CAT-4')],
  [18.9, 'marta', tick('CAT-5', 100)],
  [18.3, 'tom', tick('CAT-7', 0)],
  [18.2, 'chloe', { type: 'gate.complete', gate: 'categories' }],

  [18.1, 'chloe', tick('CON-1', 'Searched all pages for “lorem”, “test” and “sample”: nothing left.')],
  [17.3, 'chloe', { type: 'gate.failCheck', gate: 'content', item: 'CON-3', evidence: { kind: 'number', value: 7 } }],
  [17.2, 'lin', tick('CON-5')],
  [17.1, 'chloe', tick('CON-2', 100)],
  [16.3, 'chloe', tick('CON-3', 0)],
  [16.2, 'chloe', tick('CON-4')],
  [16.1, 'marta', tick('CON-7', 'https://wiki.example.com/aurora/banner-calendar')],
  [16.0, 'chloe', { type: 'gate.complete', gate: 'content' }],

  [15.9, 'chloe', tick('FIL-1', 97)],
  [15.3, 'sam', tick('FIL-2', 'Checked 20 combinations by hand, two with three options. All counts matched.')],
  [15.2, 'lin', tick('FIL-3')],
  [15.1, 'sam', tick('FIL-4')],
  [15.0, 'lin', { type: 'gate.complete', gate: 'filters' }],

  [14.9, 'priya', tick('SRT-1', 'https://wiki.example.com/aurora/sort-order')],
  [14.3, 'sam', tick('SRT-2', 'Checked guest, member and trade accounts. Products sort by the price shown.')],
  [14.2, 'sam', tick('SRT-4')],
  [14.1, 'marta', tick('SRT-5', 47)],
  [14.0, 'priya', { type: 'gate.complete', gate: 'sorting' }],

  [10.3, 'sam', tick('PRI-2', 0)],
  [10.2, 'ben', tick('PRI-3', 0)],
  [
    10.1,
    'marta',
    tick('PRI-4', 'The launch coupon works once per customer and expires on time. Old coupons are disabled.'),
  ],
  [9.9, 'ben', tick('PRI-1', 0)],
  [9.7, 'priya', { type: 'gate.submit', gate: 'pricing' }],
  [
    9.6,
    'helen',
    { type: 'gate.signOff', gate: 'pricing', as: 'head-of-digital', statement: 'Spot-checked ten prices myself.' },
  ],
  [3.2, 'ben', tick('PRI-1', 0)],

  [9.85, 'joon', tick('INV-6', 21)],
  [9.8, 'joon', tick('INV-1', 98.6)],
  [9.75, 'tom', tick('INV-2', 12)],
  [
    9.7,
    'sam',
    tick('INV-3', 'Two browsers, last red table lamp: one order placed, the other got a clear out-of-stock message.'),
  ],
  [9.68, 'joon', tick('INV-5', 'https://wiki.example.com/aurora/low-stock')],
  [9.65, 'joon', { type: 'gate.submit', gate: 'inventory' }],
  [9.5, 'wei', { type: 'gate.signOff', gate: 'inventory', as: 'logistics-manager' }],
  [9.4, 'marta', { type: 'gate.signOff', gate: 'inventory', as: 'marketing-manager' }],
  [7.0, 'joon', tick('INV-1', 99.1)],
  [
    4.12,
    'marta',
    {
      type: 'gate.reopen',
      gate: 'inventory',
      reason: 'Campaign update: free shipping for the first three days, so expect more orders.',
      items: ['INV-6'],
    },
  ],
  [4.08, 'joon', tick('INV-6', 16)],
  [4.02, 'joon', tick('INV-1', 98.9)],
]

const shopWorks = (now: number): Line[] => [
  [10.9, 'tom', tick('PAY-1', 'Checked production settings today: live keys, live mode, no sandbox methods.')],
  [10.3, 'tom', tick('PAY-4', 'Sent an invalid signature: rejected. Replayed an old event: no effect.')],
  [10.2, 'ben', tick('PAY-6', 'Mei from finance confirmed currency, account, descriptor and tax lines by phone.')],
  [10.1, 'tom', file('PAY-7', 'card-data-scope.txt', 'Form: SAQ A. Scripts on payment pages: provider frame.\n')],
  [
    9.9,
    'sam',
    tick(
      'PAY-3',
      'Tested all five cases with test cards in a private window. Correct message, never more than one charge.',
    ),
  ],
  [9.2, 'tom', tick('PAY-5', 'https://ci.example.com/builds/4812/versions')],
  [
    9.1,
    'sam',
    file('PAY-2', 'live-orders.csv', 'order,method,paid,refunded\n100012,card,30,30\n100013,line-pay,30,30\n'),
  ],
  [8.9, 'tom', { type: 'gate.submit', gate: 'payment-gateway' }],
  [
    8.7,
    'ana',
    {
      type: 'gate.return',
      gate: 'payment-gateway',
      reason: 'The script inventory is missing the tag manager, which loads on the payment page.',
      items: ['PAY-7'],
    },
  ],
  [
    8.3,
    'tom',
    file(
      'PAY-7',
      'card-data-scope-2.txt',
      'Form: SAQ A. Scripts on payment pages: provider frame. The tag manager no longer loads there.\n',
    ),
  ],
  [8.2, 'tom', { type: 'gate.submit', gate: 'payment-gateway' }],
  [8.1, 'ana', { type: 'gate.signOff', gate: 'payment-gateway', as: 'technical-sme' }],
  [8.0, 'priya', { type: 'gate.signOff', gate: 'payment-gateway', as: 'ecommerce-sme' }],

  [12.2, 'sam', tick('CUS-1', 'Tested with three new accounts on phone and desktop. All six steps work.')],
  [12.1, 'tom', tick('CUS-5', 'Sent emails to three providers, all from our domain. SPF, DKIM and DMARC pass.')],
  [12.0, 'sam', file('CUS-2', 'checkout-4805.csv', 'device,shipping,payment,result\nphone,store pickup,card,ok\n')],
  [11.9, 'sam', tick('CUS-3', 0)],
  [11.2, 'fay', tick('CUS-4', 'All three forms reach the customer service inbox; Yuna monitors it.')],
  [11.1, 'lin', tick('CUS-7')],
  [
    9.0,
    'sam',
    file(
      'CUS-2',
      'checkout-4812.csv',
      'device,shipping,payment,result\nphone,store pickup,card,ok\nphone 2,home,line-pay,ok\ndesktop,home,card,ok\n',
    ),
  ],
  [8.85, 'fay', { type: 'gate.submit', gate: 'customer-interaction' }],
  [8.6, 'priya', { type: 'gate.signOff', gate: 'customer-interaction', as: 'ecommerce-sme' }],

  [
    13.5,
    'marta',
    {
      type: 'gate.requestWaiver',
      gate: 'analytics',
      reason: 'The production property moves to another account this week, so we can’t measure until then.',
      until: daysBefore(now, 6.5),
    },
  ],
  [13.4, 'priya', { type: 'gate.grantWaiver', gate: 'analytics' }],
  [6.1, 'lin', tick('ANA-1', 0.4)],
  [6.05, 'sam', tick('ANA-2')],
  [6.0, 'marta', tick('ANA-3')],
  [5.9, 'marta', { type: 'gate.complete', gate: 'analytics' }],

  [7.3, 'lin', tick('SOC-1')],
  [7.2, 'lin', tick('SOC-2', 'Shared home, a category and a product in two apps. Image and text are correct.')],
  [
    5.2,
    'priya',
    {
      type: 'gate.requestWaiver',
      gate: 'social-media',
      reason: 'One network is still reviewing our account. We’ll launch without posts and start two days later.',
      until: tenInTaipei(now, 10),
      mitigation: 'Marta will send a newsletter instead.',
    },
  ],
  [5.0, 'helen', { type: 'gate.grantWaiver', gate: 'social-media' }],

  [12.3, 'tom', tick('INF-1', 120)],
  [12.25, 'tom', tick('INF-2', 74)],
  [
    12.15,
    'tom',
    tick('INF-3', 'Purged a page: updated within two seconds. The origin only accepts requests from the CDN.'),
  ],
  [11.95, 'tom', tick('INF-4', 95)],
  [11.9, 'priya', tick('INF-8', 'https://wiki.example.com/aurora/vendor-notice')],
  [11.3, 'tom', tick('INF-5', 25)],
  [11.25, 'tom', tick('INF-6', 'Stopped the queue for a minute: the alert reached my phone and Ana’s.')],
  [11.2, 'tom', tick('INF-7', 'Forecast is 4,000 orders per day. Email and SMS quotas are raised to twice that.')],
  [11.15, 'tom', { type: 'gate.submit', gate: 'infrastructure' }],
  [11.0, 'ana', { type: 'gate.signOff', gate: 'infrastructure', as: 'technical-sme' }],
]

const operations: Line[] = [
  [20.3, 'ben', file('LEG-1', 'legal-approval.txt', 'Terms, privacy, delivery and returns: approved as submitted.\n')],
  [
    20.2,
    'sam',
    tick('LEG-2', 'Fresh profile in three browsers: nothing optional before consent, and rejecting takes one click.'),
  ],
  [19.4, 'lin', tick('LEG-3', 'The withdrawal link is in the footer and in every order email. Tested as a guest.')],
  [
    19.3,
    'lin',
    file('LEG-4', 'last-step.txt', 'The total is shown above the button. The button says: Order and pay.\n'),
  ],
  [19.2, 'lin', tick('LEG-6', 'https://wiki.example.com/aurora/accessibility')],
  [
    19.1,
    'ben',
    file('LEG-5', 'processors.csv', 'processor,contract,retention\nemail,signed,30 days\nparcels,signed,2 years\n'),
  ],
  [18.2, 'ben', { type: 'gate.submit', gate: 'legal-privacy' }],
  [17.9, 'helen', { type: 'gate.signOff', gate: 'legal-privacy', as: 'head-of-digital' }],

  [17.3, 'wei', tick('FUL-1', '20 addresses, two of them on islands: zones, rates and cutoffs are correct.')],
  [17.2, 'sam', tick('FUL-6')],
  [16.9, 'wei', tick('FUL-2', 'https://parcels.example.com/track/AU100007')],
  [16.3, 'joon', file('FUL-4', 'packaging.csv', 'item,pieces\nbox small,4000\nbox large,1500\ninsert,6000\n')],
  [16.25, 'wei', tick('FUL-5', 'https://wiki.example.com/aurora/shifts')],
  [16.2, 'wei', { type: 'gate.complete', gate: 'fulfilment' }],
  [
    13.3,
    'priya',
    {
      type: 'gate.reopen',
      gate: 'fulfilment',
      reason: 'The carrier now picks up at 17:00 instead of 19:00, so the cutoffs need another check.',
      items: ['FUL-1'],
    },
  ],
  [12.9, 'wei', tick('FUL-1', 'Cutoff is now 15:00. Rechecked 20 addresses: all correct.')],
  [12.85, 'wei', { type: 'gate.complete', gate: 'fulfilment' }],

  [14.3, 'yuna', tick('CSR-1', 92)],
  [14.25, 'yuna', tick('CSR-2', 'https://wiki.example.com/aurora/reply-templates')],
  [14.2, 'yuna', tick('CSR-3')],
  [13.3, 'yuna', tick('CSR-4')],
  [13.2, 'yuna', tick('CSR-6', 'https://wiki.example.com/aurora/contacts')],
  [13.1, 'yuna', { type: 'gate.complete', gate: 'customer-service' }],

  [8.3, 'lin', tick('SEO-1', 'Indexing is set up and still off. I’ll turn it on at launch; staging stays blocked.')],
  [8.2, 'marta', tick('SEO-2', 100)],
  [8.1, 'marta', file('SEO-6', 'baseline.csv', 'page,rank,visits per day\n/lamps,4,812\n/bulbs,7,390\n')],
  [7.3, 'marta', tick('SEO-3', 'https://staging.example.com/sitemap.xml')],
  [7.2, 'marta', tick('SEO-7', 'https://wiki.example.com/aurora/campaign')],
  [5.6, 'marta', { type: 'gate.complete', gate: 'marketing-search' }],
]

const mustPass = ['pays by card', 'pays by bank transfer', 'finds a lamp', 'returns an item', 'signs in']
const results = (failing: string[]) => Object.fromEntries(mustPass.map((name) => [name, !failing.includes(name)]))

const rehearsal: Line[] = [
  [12.4, 'ci', report('TFN-1', 'must-pass', results(['pays by bank transfer']))],
  [9.25, 'ci', report('TFN-1', 'must-pass', results([]))],
  [9.2, 'sam', { type: 'gate.comment', gate: 'testing-signoff', text: '4812 fixes bank-transfer payments.' }],
  [
    7.5,
    'sam',
    tick('TFN-3', 'Tested order, shipment and refund end to end with the payment provider, warehouse and accounting.'),
  ],
  [7.2, 'tom', file('TFN-7', 'staging-production.diff', '- mail.live = false\n+ mail.live = true\n')],
  [7.1, 'tom', tick('TFN-5', 'Monday noon to Tuesday noon: every job ran and no email bounced.')],
  [6.8, 'sam', tick('TFN-4', 0)],
  [6.7, 'sam', tick('TFN-6', 0)],
  [6.6, 'sam', { type: 'gate.submit', gate: 'testing-signoff' }],
  [6.3, 'priya', { type: 'gate.signOff', gate: 'testing-signoff', as: 'ecommerce-sme' }],

  [3.3, 'tom', tick('TPF-6', 'The load script mocks email, SMS and parcel services, so no quotas are used.')],
  [2.6, 'lin', tick('TPF-4', 2100)],
  [
    2.1,
    'sam',
    { type: 'gate.comment', gate: 'performance', text: 'Full load test is scheduled for the next low-traffic night.' },
  ],

  [5.3, 'ana', tick('TSC-3', 'Reviewed all accounts: MFA everywhere, and two former employees removed.')],
  [5.1, 'tom', tick('TSC-5', '20 failed sign-ins: blocked for an hour. Normal visitors aren’t affected.')],
  [
    2.05,
    'ana',
    {
      type: 'gate.block',
      gate: 'security',
      reason: 'Pen testers were able to guess gift card codes. Tom is fixing it; retest after that.',
    },
  ],

  [4.3, 'ben', file('UAT-1', 'scripts.csv', 'script,requirement\nS1,R1\nS2,R2 R5\nS3,R3\n')],
  [4.1, 'ben', tick('UAT-2', 'Eight people from merchandising, service and warehouse ran all scripts over two days.')],
  [3.95, 'priya', tick('UAT-3', 'Did each task once with Mia from merchandising. The report matches the orders.')],
  [3.9, 'sam', tick('UAT-4')],
  [3.7, 'ben', tick('UAT-5', 0)],
  [3.6, 'ben', { type: 'gate.submit', gate: 'user-acceptance' }],
  [3.2, 'helen', { type: 'gate.signOff', gate: 'user-acceptance', as: 'head-of-digital' }],
  [2.9, 'chloe', { type: 'gate.signOff', gate: 'user-acceptance', as: 'content-team' }],

  [4.2, 'wei', tick('CRV-2', 'Product pages say two days, four for islands. We can meet that.')],
  [
    4.1,
    'marta',
    file('CRV-3', 'licenses.csv', 'image,source,licensed until\nhero,own studio,\nbulbs,agency,2029-12-31\n'),
  ],
  [3.8, 'chloe', tick('CRV-1', 'A colleague from the Tainan store proofread all 100 pages. 31 small fixes, all done.')],
  [
    3.5,
    'chloe',
    file('CRV-6', 'emails-and-slips.txt', 'Order 100012: confirmation, invoice and packing slip reviewed.\n'),
  ],
  [3.4, 'chloe', { type: 'gate.submit', gate: 'content-review' }],
  [
    2.2,
    'yuna',
    {
      type: 'gate.return',
      gate: 'content-review',
      reason: 'The delivery pages changed after proofreading, and the packing slip still has the old phone number.',
      items: ['CRV-1', 'CRV-6'],
    },
  ],
]
