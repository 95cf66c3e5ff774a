import { file, type Line, ready, report, type Story, tenInTaipei, tick } from './script.ts'

/** A launch that is over: opened two weeks ago, after a hold, a first build that was rolled back and a second go. For whoever reads logs. */
export const borealis: Story = ({ now, slug, people }) =>
  ready(now, [
    [
      20.9,
      'priya',
      {
        type: 'launch.create',
        pipeline: 'ecommerce-essential',
        slug,
        title: 'Borealis',
        store: 'Borealis Winter Store, Korea',
        targetAt: tenInTaipei(now, -16),
        timeZone: 'Asia/Seoul',
        people,
        scope: { social: false },
      },
    ],
    [20.8, 'priya', { type: 'launch.start' }],
    ...gates,
    ...firstGo,
    ...secondGo,
  ])

const build = (version: string, commit: string) => ({
  version,
  commit,
  url: `https://ci.example.com/builds/${version}`,
})

const mustPass = { 'pays by card': true, 'finds a coat': true, 'returns an item': true, 'signs in': true }

const gates: Line[] = [
  [20.7, 'ci', { type: 'launch.setCandidate', ...build('311', '0e93b7f2d4a6581c') }],

  [20.65, 'priya', file('CAT-1', 'tree.csv', 'id,parent,name\n1,,Coats\n2,,Boots\n3,,Gloves\n')],
  [20.6, 'chloe', tick('CAT-2', 0)],
  [20.55, 'chloe', { type: 'gate.complete', gate: 'categories' }],
  [20.5, 'chloe', tick('CON-1', 'Searched every page for sample text: none left.')],
  [20.4, 'chloe', tick('CON-2', 100)],
  [20.3, 'chloe', tick('CON-3', 0)],
  [20.25, 'chloe', tick('CON-4')],
  [20.2, 'chloe', { type: 'gate.complete', gate: 'content' }],
  [20.15, 'sam', tick('FIL-2', 'Checked 20 combinations of size and color by hand. All counts match.')],
  [20.1, 'sam', tick('FIL-4')],
  [19.9, 'lin', { type: 'gate.complete', gate: 'filters' }],
  [19.85, 'priya', tick('SRT-1', 'https://wiki.example.com/borealis/sort-order')],
  [19.8, 'sam', tick('SRT-2', 'Checked guest and member accounts. Products sort by the price shown.')],
  [19.75, 'priya', { type: 'gate.complete', gate: 'sorting' }],

  [19.7, 'ben', tick('PRI-1', 0)],
  [19.65, 'sam', tick('PRI-2', 0)],
  [19.6, 'ben', tick('PRI-3', 0)],
  [19.5, 'priya', { type: 'gate.submit', gate: 'pricing' }],
  [19.4, 'helen', { type: 'gate.signOff', gate: 'pricing', as: 'head-of-digital' }],
  [19.35, 'joon', tick('INV-6', 30)],
  [19.3, 'joon', tick('INV-1', 99.4)],
  [19.2, 'sam', tick('INV-3', 'Two phones, last pair of boots: one order placed.')],
  [19.1, 'joon', { type: 'gate.submit', gate: 'inventory' }],
  [19.0, 'wei', { type: 'gate.signOff', gate: 'inventory', as: 'logistics-manager' }],

  [18.95, 'tom', tick('PAY-1', 'Checked production today: live keys, live mode.')],
  [18.9, 'tom', tick('PAY-4', 'An invalid signature was rejected; a replayed event had no effect.')],
  [18.85, 'ben', tick('PAY-6', 'Finance confirmed all four by email.')],
  [18.8, 'tom', file('PAY-7', 'card-data-scope.txt', 'Form: SAQ A. Scripts on payment pages: provider frame.\n')],
  [18.7, 'sam', tick('PAY-3', 'Tested all five cases with test cards. Correct message, never more than one charge.')],
  [18.6, 'sam', file('PAY-2', 'live-orders-311.csv', 'order,method,paid,refunded\n500001,card,10,10\n')],
  [18.5, 'tom', { type: 'gate.submit', gate: 'payment-gateway' }],
  [18.4, 'ana', { type: 'gate.signOff', gate: 'payment-gateway', as: 'technical-sme' }],
  [18.35, 'sam', tick('CUS-1', 'Tested with two new accounts on phone and desktop. All six steps work.')],
  [18.3, 'sam', file('CUS-2', 'checkout-311.csv', 'device,shipping,payment,result\nphone,home,card,ok\n')],
  [18.25, 'sam', tick('CUS-3', 0)],
  [18.2, 'tom', tick('CUS-5', 'Sent emails to two providers. SPF, DKIM and DMARC pass.')],
  [18.15, 'fay', { type: 'gate.submit', gate: 'customer-interaction' }],
  [18.1, 'priya', { type: 'gate.signOff', gate: 'customer-interaction', as: 'ecommerce-sme' }],

  [18.05, 'ci', report('TFN-1', 'must-pass-311', mustPass)],
  [18.0, 'sam', tick('TFN-3', 'Tested order, shipment and refund end to end with the payment provider and warehouse.')],
  [17.95, 'sam', tick('TFN-4', 0)],
  [17.9, 'sam', tick('TFN-6', 0)],
  [17.85, 'sam', { type: 'gate.submit', gate: 'testing-signoff' }],
  [17.8, 'priya', { type: 'gate.signOff', gate: 'testing-signoff', as: 'ecommerce-sme' }],
  [17.75, 'chloe', tick('CRV-1', 'Hana from the Busan store proofread the 100 pages. Nine small fixes, all done.')],
  [17.7, 'chloe', file('CRV-6', 'emails.txt', 'Order 500001: emails, invoice and packing slip reviewed.\n')],
  [17.65, 'chloe', { type: 'gate.submit', gate: 'content-review' }],
  [17.6, 'yuna', { type: 'gate.signOff', gate: 'content-review', as: 'customer-service' }],
]

const firstGo: Line[] = [
  [17.5, 'helen', { type: 'launch.hold', reason: 'Snow has closed the warehouse. Waiting for the road to reopen.' }],
  [17.0, 'helen', { type: 'launch.release', note: 'The road is open and the warehouse is staffed again.' }],
  [16.9, 'joon', tick('INV-1', 99.2)],
  [
    16.8,
    'priya',
    file(
      'GNG-3',
      'launch-runbook.csv',
      'minute,who,what\n-30,tom,freeze deploys\n0,tom,switch DNS\n15,sam,test order\n',
    ),
  ],
  [16.75, 'tom', tick('GNG-4', 'On call. After the first 100 orders we can’t roll back.')],
  [16.7, 'priya', { type: 'gate.submit', gate: 'go-no-go' }],
  [16.65, 'helen', { type: 'gate.signOff', gate: 'go-no-go', as: 'head-of-digital', statement: 'Go.' }],
  [16.6, 'priya', { type: 'launch.launch', candidate: '311' }],
  [
    16.4,
    'helen',
    { type: 'launch.rollBack', reason: 'Orders with two coupons are charged twice. Closing the store again.' },
  ],
]

const secondGo: Line[] = [
  [15.6, 'ana', { type: 'launch.setCandidate', ...build('312', '6b20fd8817ca4e95') }],
  [15.5, 'ci', report('TFN-1', 'must-pass-312', { ...mustPass, 'two coupons, one charge': true })],
  [15.4, 'sam', file('PAY-2', 'live-orders-312.csv', 'order,method,coupons,paid,refunded\n500044,card,2,8,8\n')],
  [15.35, 'sam', file('CUS-2', 'checkout-312.csv', 'device,shipping,payment,result\nphone,home,card,ok\n')],
  [15.3, 'tom', { type: 'gate.submit', gate: 'payment-gateway' }],
  [15.2, 'ana', { type: 'gate.signOff', gate: 'payment-gateway', as: 'technical-sme' }],
  [15.15, 'fay', { type: 'gate.submit', gate: 'customer-interaction' }],
  [15.1, 'priya', { type: 'gate.signOff', gate: 'customer-interaction', as: 'ecommerce-sme' }],
  [14.9, 'sam', tick('TFN-3', 'Retested end to end on 312, including two coupons.')],
  [14.85, 'sam', { type: 'gate.submit', gate: 'testing-signoff' }],
  [14.8, 'priya', { type: 'gate.signOff', gate: 'testing-signoff', as: 'ecommerce-sme' }],
  [14.6, 'joon', tick('INV-1', 99.0)],
  [
    14.4,
    'priya',
    file(
      'GNG-3',
      'launch-runbook-2.csv',
      'minute,who,what\n-30,tom,freeze deploys\n0,tom,switch DNS\n5,sam,two coupons\n',
    ),
  ],
  [14.35, 'tom', tick('GNG-4', 'On call all day. Rollback was rehearsed with 311.')],
  [14.3, 'priya', { type: 'gate.submit', gate: 'go-no-go' }],
  [
    14.2,
    'helen',
    { type: 'gate.signOff', gate: 'go-no-go', as: 'head-of-digital', statement: 'Go, now that coupons are fixed.' },
  ],
  [14.1, 'priya', { type: 'launch.launch', candidate: '312' }],
]
