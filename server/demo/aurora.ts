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
        text: 'We meet for the decision the day before the opening, at four in the afternoon.',
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

  [18.1, 'chloe', tick('CON-1', 'Searched all pages for lorem, test and sample; nothing is left.')],
  [17.3, 'chloe', { type: 'gate.failCheck', gate: 'content', item: 'CON-3', evidence: { kind: 'number', value: 7 } }],
  [17.2, 'lin', tick('CON-5')],
  [17.1, 'chloe', tick('CON-2', 100)],
  [16.3, 'chloe', tick('CON-3', 0)],
  [16.2, 'chloe', tick('CON-4')],
  [16.1, 'marta', tick('CON-7', 'https://wiki.example.com/aurora/banner-calendar')],
  [16.0, 'chloe', { type: 'gate.complete', gate: 'content' }],

  [15.9, 'chloe', tick('FIL-1', 97)],
  [15.3, 'sam', tick('FIL-2', '20 combinations by hand, two of them with three options. All counts were right.')],
  [15.2, 'lin', tick('FIL-3')],
  [15.1, 'sam', tick('FIL-4')],
  [15.0, 'lin', { type: 'gate.complete', gate: 'filters' }],

  [14.9, 'priya', tick('SRT-1', 'https://wiki.example.com/aurora/sort-order')],
  [14.3, 'sam', tick('SRT-2', 'Checked with guest, member and trade accounts. The order follows the price shown.')],
  [14.2, 'sam', tick('SRT-4')],
  [14.1, 'marta', tick('SRT-5', 47)],
  [14.0, 'priya', { type: 'gate.complete', gate: 'sorting' }],

  [10.3, 'sam', tick('PRI-2', 0)],
  [10.2, 'ben', tick('PRI-3', 0)],
  [10.1, 'marta', tick('PRI-4', 'The opening coupon works once per person and ends on time. Old coupons are off.')],
  [9.9, 'ben', tick('PRI-1', 0)],
  [9.7, 'priya', { type: 'gate.submit', gate: 'pricing' }],
  [
    9.6,
    'helen',
    { type: 'gate.signOff', gate: 'pricing', as: 'head-of-digital', statement: 'I compared ten prices myself.' },
  ],
  [3.2, 'ben', tick('PRI-1', 0)],

  [9.85, 'joon', tick('INV-6', 21)],
  [9.8, 'joon', tick('INV-1', 98.6)],
  [9.75, 'tom', tick('INV-2', 12)],
  [9.7, 'sam', tick('INV-3', 'Two browsers, the last red table lamp: one order, and a kind message for the other.')],
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
      reason: 'The campaign changed: free delivery for the first three days. We expect more orders.',
      items: ['INV-6'],
    },
  ],
  [4.08, 'joon', tick('INV-6', 16)],
  [4.02, 'joon', tick('INV-1', 98.9)],
]

const shopWorks = (now: number): Line[] => [
  [10.9, 'tom', tick('PAY-1', 'Looked at the settings of production today: live keys, live mode, no sandbox method.')],
  [10.3, 'tom', tick('PAY-4', 'Sent a wrong signature: refused. Sent an old event again: nothing changed.')],
  [10.2, 'ben', tick('PAY-6', 'Mei of finance confirmed currency, account, descriptor and tax lines by phone.')],
  [10.1, 'tom', file('PAY-7', 'card-data-scope.txt', 'Form: SAQ A. Scripts on payment pages: provider frame.\n')],
  [9.9, 'sam', tick('PAY-3', 'All five cases with test cards in a closed window. Right message, one charge at most.')],
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
      reason: 'The list of scripts does not name the tag manager, and it is on the payment page.',
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

  [12.2, 'sam', tick('CUS-1', 'Tried with three new accounts on phone and desktop. All six steps work.')],
  [12.1, 'tom', tick('CUS-5', 'Mails to three providers, all from our domain; SPF, DKIM and DMARC pass.')],
  [12.0, 'sam', file('CUS-2', 'checkout-4805.csv', 'device,shipping,payment,result\nphone,store pick-up,card,ok\n')],
  [11.9, 'sam', tick('CUS-3', 0)],
  [11.2, 'fay', tick('CUS-4', 'All three forms reach the service mailbox; Yuna watches it.')],
  [11.1, 'lin', tick('CUS-7')],
  [
    9.0,
    'sam',
    file(
      'CUS-2',
      'checkout-4812.csv',
      'device,shipping,payment,result\nphone,store pick-up,card,ok\nphone 2,home,line-pay,ok\ndesktop,home,card,ok\n',
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
      reason:
        'The production property moves to another account this week; until then there is nothing to measure with.',
      until: daysBefore(now, 6.5),
    },
  ],
  [13.4, 'priya', { type: 'gate.grantWaiver', gate: 'analytics' }],
  [6.1, 'lin', tick('ANA-1', 0.4)],
  [6.05, 'sam', tick('ANA-2')],
  [6.0, 'marta', tick('ANA-3')],
  [5.9, 'marta', { type: 'gate.complete', gate: 'analytics' }],

  [7.3, 'lin', tick('SOC-1')],
  [7.2, 'lin', tick('SOC-2', 'Shared home, a category and a product in two apps; picture and words are right.')],
  [
    5.2,
    'priya',
    {
      type: 'gate.requestWaiver',
      gate: 'social-media',
      reason: 'One network is still looking at our account. We open without posts and begin two days later.',
      until: tenInTaipei(now, 10),
      mitigation: 'Marta writes to the newsletter instead.',
    },
  ],
  [5.0, 'helen', { type: 'gate.grantWaiver', gate: 'social-media' }],

  [12.3, 'tom', tick('INF-1', 120)],
  [12.25, 'tom', tick('INF-2', 74)],
  [12.15, 'tom', tick('INF-3', 'Purged a page: fresh in two seconds. The origin answers nobody but the CDN.')],
  [11.95, 'tom', tick('INF-4', 95)],
  [11.9, 'priya', tick('INF-8', 'https://wiki.example.com/aurora/who-was-told')],
  [11.3, 'tom', tick('INF-5', 25)],
  [11.25, 'tom', tick('INF-6', 'Stopped the queue for a minute: the alert reached my phone and Ana’s.')],
  [
    11.2,
    'tom',
    tick('INF-7', 'Forecast of four thousand orders a day; quotas of mail and SMS were raised to twice that.'),
  ],
  [11.15, 'tom', { type: 'gate.submit', gate: 'infrastructure' }],
  [11.0, 'ana', { type: 'gate.signOff', gate: 'infrastructure', as: 'technical-sme' }],
]

const operations: Line[] = [
  [20.3, 'ben', file('LEG-1', 'approval-of-counsel.txt', 'Terms, privacy, delivery and returns: approved as sent.\n')],
  [
    20.2,
    'sam',
    tick('LEG-2', 'New profile in three browsers: nothing optional before consent, refusing takes one click.'),
  ],
  [19.4, 'lin', tick('LEG-3', 'The withdrawal link stands in the footer and in each order mail; tried as a guest.')],
  [19.3, 'lin', file('LEG-4', 'last-step.txt', 'The total stands above the button. The button says: Order and pay.\n')],
  [19.2, 'lin', tick('LEG-6', 'https://wiki.example.com/aurora/accessibility')],
  [
    19.1,
    'ben',
    file('LEG-5', 'processors.csv', 'processor,contract,kept for\nmail,signed,30 days\nparcels,signed,2 years\n'),
  ],
  [18.2, 'ben', { type: 'gate.submit', gate: 'legal-privacy' }],
  [17.9, 'helen', { type: 'gate.signOff', gate: 'legal-privacy', as: 'head-of-digital' }],

  [17.3, 'wei', tick('FUL-1', '20 addresses, two of them on islands: zones, rates and cut-offs are right.')],
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
      reason: 'The carrier now comes at five in the afternoon, not at seven. The cut-offs must be looked at again.',
      items: ['FUL-1'],
    },
  ],
  [12.9, 'wei', tick('FUL-1', 'Cut-off is now three in the afternoon. 20 addresses again, all right.')],
  [12.85, 'wei', { type: 'gate.complete', gate: 'fulfilment' }],

  [14.3, 'yuna', tick('CSR-1', 92)],
  [14.25, 'yuna', tick('CSR-2', 'https://wiki.example.com/aurora/answers')],
  [14.2, 'yuna', tick('CSR-3')],
  [13.3, 'yuna', tick('CSR-4')],
  [13.2, 'yuna', tick('CSR-6', 'https://wiki.example.com/aurora/contacts')],
  [13.1, 'yuna', { type: 'gate.complete', gate: 'customer-service' }],

  [8.3, 'lin', tick('SEO-1', 'The switch is ready and closed; I open it with the launch. Staging stays shut.')],
  [8.2, 'marta', tick('SEO-2', 100)],
  [8.1, 'marta', file('SEO-6', 'baseline.csv', 'page,rank,visits a day\n/lamps,4,812\n/bulbs,7,390\n')],
  [7.3, 'marta', tick('SEO-3', 'https://staging.example.com/sitemap.xml')],
  [7.2, 'marta', tick('SEO-7', 'https://wiki.example.com/aurora/campaign')],
  [5.6, 'marta', { type: 'gate.complete', gate: 'marketing-search' }],
]

const mustPass = ['pays by card', 'pays by transfer', 'finds a lamp', 'sends it back', 'signs in']
const results = (failing: string[]) => Object.fromEntries(mustPass.map((name) => [name, !failing.includes(name)]))

const rehearsal: Line[] = [
  [12.4, 'ci', report('TFN-1', 'must-pass', results(['pays by transfer']))],
  [9.25, 'ci', report('TFN-1', 'must-pass', results([]))],
  [9.2, 'sam', { type: 'gate.comment', gate: 'testing-signoff', text: '4812 mends the payment by transfer.' }],
  [7.5, 'sam', tick('TFN-3', 'Order, shipment and refund went round with the provider, the warehouse and the books.')],
  [7.2, 'tom', file('TFN-7', 'staging-production.diff', '- mail.live = false\n+ mail.live = true\n')],
  [7.1, 'tom', tick('TFN-5', 'From Monday noon to Tuesday noon: every job ran, no mail came back.')],
  [6.8, 'sam', tick('TFN-4', 0)],
  [6.7, 'sam', tick('TFN-6', 0)],
  [6.6, 'sam', { type: 'gate.submit', gate: 'testing-signoff' }],
  [6.3, 'priya', { type: 'gate.signOff', gate: 'testing-signoff', as: 'ecommerce-sme' }],

  [3.3, 'tom', tick('TPF-6', 'Mail, SMS and parcels are faked by the load script; quotas stay as they are.')],
  [2.6, 'lin', tick('TPF-4', 2100)],
  [2.1, 'sam', { type: 'gate.comment', gate: 'performance', text: 'The big run is booked for the next quiet night.' }],

  [5.3, 'ana', tick('TSC-3', 'Looked through all accounts: second factor everywhere; two who left are removed.')],
  [5.1, 'tom', tick('TSC-5', 'Twenty wrong sign-ins: blocked for an hour. A normal visitor notices nothing.')],
  [
    2.05,
    'ana',
    {
      type: 'gate.block',
      gate: 'security',
      reason: 'The testers could guess gift card codes. Tom is mending it; then they test again.',
    },
  ],

  [4.3, 'ben', file('UAT-1', 'scripts.csv', 'script,requirement\nS1,R1\nS2,R2 R5\nS3,R3\n')],
  [4.1, 'ben', tick('UAT-2', 'Eight people of merchandising, service and warehouse, two days, all scripts.')],
  [3.95, 'priya', tick('UAT-3', 'Did each of them once with Mei of merchandising; the report agrees with the orders.')],
  [3.9, 'sam', tick('UAT-4')],
  [3.7, 'ben', tick('UAT-5', 0)],
  [3.6, 'ben', { type: 'gate.submit', gate: 'user-acceptance' }],
  [3.2, 'helen', { type: 'gate.signOff', gate: 'user-acceptance', as: 'head-of-digital' }],
  [2.9, 'chloe', { type: 'gate.signOff', gate: 'user-acceptance', as: 'content-team' }],

  [4.2, 'wei', tick('CRV-2', 'Product pages say two days, islands four. We can do that.')],
  [4.1, 'marta', file('CRV-3', 'rights.csv', 'picture,from,until\nhero,own studio,\nbulbs,agency,2029-12-31\n')],
  [3.8, 'chloe', tick('CRV-1', 'A colleague from the shop in Tainan read all 100 pages; 31 small changes, all made.')],
  [3.5, 'chloe', file('CRV-6', 'mails-and-papers.txt', 'Order 100012: confirmation, invoice and slip were read.\n')],
  [3.4, 'chloe', { type: 'gate.submit', gate: 'content-review' }],
  [
    2.2,
    'yuna',
    {
      type: 'gate.return',
      gate: 'content-review',
      reason: 'The delivery pages changed since they were read, and the slip names the old phone number.',
      items: ['CRV-1', 'CRV-6'],
    },
  ],
]
