import { type OfficeZone, onDay } from './office-hours.ts'
import { file, type Line, ready, report, type Story, tick } from './script.ts'

const zone: OfficeZone = 'Asia/Seoul'

/** A launch that is over: opened two weeks ago, after a hold, a first build that was rolled back and a second go. For whoever reads logs. */
export const borealis: Story = ({ now, slug, people }) =>
  ready(now, zone, [
    [
      20,
      '09:58',
      'priya',
      {
        type: 'launch.create',
        pipeline: 'ecommerce-essential',
        slug,
        title: 'Borealis',
        store: 'Borealis Winter Store, Korea',
        targetAt: onDay(now, -16, 10, zone),
        timeZone: zone,
        people,
        scope: { social: false },
      },
    ],
    [20, '10:57', 'priya', { type: 'launch.start' }],
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
  [20, '11:48', 'ci', { type: 'launch.setCandidate', ...build('311', '0e93b7f2d4a6581c') }],

  [20, '12:21', 'priya', file('CAT-1', 'tree.csv', 'id,parent,name\n1,,Coats\n2,,Boots\n3,,Gloves\n')],
  [20, '12:51', 'chloe', tick('CAT-2', 0)],
  [20, '13:18', 'chloe', { type: 'gate.complete', gate: 'categories' }],
  [20, '13:48', 'chloe', tick('CON-1', 'No sample text left. I looked at every page.')],
  [20, '14:46', 'chloe', tick('CON-2', 100)],
  [20, '15:41', 'chloe', tick('CON-3', 0)],
  [20, '16:07', 'chloe', tick('CON-4')],
  [20, '16:33', 'chloe', { type: 'gate.complete', gate: 'content' }],
  [20, '17:03', 'sam', tick('FIL-2', '20 size and color combinations by hand. Counts match.')],
  [20, '17:36', 'sam', tick('FIL-4')],
  [19, '09:57', 'lin', { type: 'gate.complete', gate: 'filters' }],
  [19, '10:23', 'priya', tick('SRT-1', 'https://wiki.example.com/borealis/sort-order')],
  [19, '10:56', 'sam', tick('SRT-2', 'Guest and member: sorted by the price they see.')],
  [19, '11:18', 'priya', { type: 'gate.complete', gate: 'sorting' }],

  [19, '11:54', 'ben', tick('PRI-1', 0)],
  [19, '12:16', 'sam', tick('PRI-2', 0)],
  [19, '12:48', 'ben', tick('PRI-3', 0)],
  [19, '13:41', 'priya', { type: 'gate.submit', gate: 'pricing' }],
  [19, '14:40', 'helen', { type: 'gate.signOff', gate: 'pricing', as: 'head-of-digital' }],
  [19, '15:11', 'joon', tick('INV-6', 30)],
  [19, '15:39', 'joon', tick('INV-1', 99.4)],
  [19, '16:34', 'sam', tick('INV-3', 'Two phones, last pair of boots. One order went through.')],
  [19, '17:29', 'joon', { type: 'gate.submit', gate: 'inventory' }],
  [19, '18:28', 'wei', { type: 'gate.signOff', gate: 'inventory', as: 'logistics-manager' }],

  [18, '09:26', 'tom', tick('PAY-1', 'Checked production today: live keys, live mode.')],
  [18, '09:57', 'tom', tick('PAY-4', 'Bad signature rejected, replayed event ignored.')],
  [18, '10:26', 'ben', tick('PAY-6', 'Finance confirmed all four by email.')],
  [
    18,
    '10:56',
    'tom',
    file('PAY-7', 'card-data-scope.txt', 'Form: SAQ A. Scripts on payment pages: provider frame.\n'),
  ],
  [18, '11:52', 'sam', tick('PAY-3', 'All five cases with test cards. Right message, one charge at most.')],
  [18, '12:45', 'sam', file('PAY-2', 'live-orders-311.csv', 'order,method,paid,refunded\n500001,card,10,10\n')],
  [18, '13:49', 'tom', { type: 'gate.submit', gate: 'payment-gateway' }],
  [18, '14:40', 'ana', { type: 'gate.signOff', gate: 'payment-gateway', as: 'technical-sme' }],
  [18, '15:11', 'sam', tick('CUS-1', 'Two new accounts, phone and desktop. Six steps, all fine.')],
  [18, '15:37', 'sam', file('CUS-2', 'checkout-311.csv', 'device,shipping,payment,result\nphone,home,card,ok\n')],
  [18, '16:04', 'sam', tick('CUS-3', 0)],
  [18, '16:36', 'tom', tick('CUS-5', 'Two mail providers. SPF, DKIM and DMARC pass.')],
  [18, '17:09', 'fay', { type: 'gate.submit', gate: 'customer-interaction' }],
  [18, '17:30', 'priya', { type: 'gate.signOff', gate: 'customer-interaction', as: 'ecommerce-sme' }],

  [18, '18:04', 'ci', report('TFN-1', 'must-pass-311', mustPass)],
  [18, '18:28', 'sam', tick('TFN-3', 'Order, shipment, refund: end to end with payment and warehouse.')],
  [17, '09:25', 'sam', tick('TFN-4', 0)],
  [17, '09:56', 'sam', tick('TFN-6', 0)],
  [17, '10:22', 'sam', { type: 'gate.submit', gate: 'testing-signoff' }],
  [17, '10:54', 'priya', { type: 'gate.signOff', gate: 'testing-signoff', as: 'ecommerce-sme' }],
  [17, '11:19', 'chloe', tick('CRV-1', 'Hana in Busan read all 100 pages. Nine small fixes, done.')],
  [17, '11:53', 'chloe', file('CRV-6', 'emails.txt', 'Order 500001: emails, invoice and packing slip reviewed.\n')],
  [17, '12:24', 'chloe', { type: 'gate.submit', gate: 'content-review' }],
  [17, '12:48', 'yuna', { type: 'gate.signOff', gate: 'content-review', as: 'customer-service' }],
]

const firstGo: Line[] = [
  [
    17,
    '13:48',
    'helen',
    { type: 'launch.hold', reason: 'Snow closed the warehouse. We’ll wait until the road opens.' },
  ],
  [17, '18:28', 'helen', { type: 'launch.release', note: 'Road is open, warehouse is staffed.' }],
  [16, '09:59', 'joon', tick('INV-1', 99.2)],
  [
    16,
    '10:50',
    'priya',
    file(
      'GNG-3',
      'launch-runbook.csv',
      'minute,who,what\n-30,tom,freeze deploys\n0,tom,switch DNS\n15,sam,test order\n',
    ),
  ],
  [16, '11:23', 'tom', tick('GNG-4', 'On call. After the first 100 orders there’s no way back.')],
  [16, '11:49', 'priya', { type: 'gate.submit', gate: 'go-no-go' }],
  [16, '12:22', 'helen', { type: 'gate.signOff', gate: 'go-no-go', as: 'head-of-digital', statement: 'Go.' }],
  [16, '12:45', 'priya', { type: 'launch.launch', candidate: '311' }],
  [
    16,
    '14:40',
    'helen',
    { type: 'launch.rollBack', reason: 'Two coupons on one order charge the customer twice. Closing the store.' },
  ],
]

const secondGo: Line[] = [
  [15, '09:31', 'joon', tick('INV-1', 99.1)],
  [15, '12:49', 'ana', { type: 'launch.setCandidate', ...build('312', '6b20fd8817ca4e95') }],
  [15, '13:43', 'ci', report('TFN-1', 'must-pass-312', { ...mustPass, 'two coupons, one charge': true })],
  [15, '14:46', 'sam', file('PAY-2', 'live-orders-312.csv', 'order,method,coupons,paid,refunded\n500044,card,2,8,8\n')],
  [15, '15:11', 'sam', file('CUS-2', 'checkout-312.csv', 'device,shipping,payment,result\nphone,home,card,ok\n')],
  [15, '15:37', 'tom', { type: 'gate.submit', gate: 'payment-gateway' }],
  [15, '16:38', 'ana', { type: 'gate.signOff', gate: 'payment-gateway', as: 'technical-sme' }],
  [15, '17:07', 'fay', { type: 'gate.submit', gate: 'customer-interaction' }],
  [15, '17:37', 'priya', { type: 'gate.signOff', gate: 'customer-interaction', as: 'ecommerce-sme' }],
  [14, '10:00', 'sam', tick('TFN-3', 'End to end again on 312, with two coupons this time.')],
  [14, '10:27', 'sam', { type: 'gate.submit', gate: 'testing-signoff' }],
  [14, '10:50', 'priya', { type: 'gate.signOff', gate: 'testing-signoff', as: 'ecommerce-sme' }],
  [14, '12:46', 'joon', tick('INV-1', 99.0)],
  [
    14,
    '14:44',
    'priya',
    file(
      'GNG-3',
      'launch-runbook-2.csv',
      'minute,who,what\n-30,tom,freeze deploys\n0,tom,switch DNS\n5,sam,two coupons\n',
    ),
  ],
  [14, '15:10', 'tom', tick('GNG-4', 'On call all day. Rollback was rehearsed with 311.')],
  [14, '15:36', 'priya', { type: 'gate.submit', gate: 'go-no-go' }],
  [
    14,
    '16:35',
    'helen',
    { type: 'gate.signOff', gate: 'go-no-go', as: 'head-of-digital', statement: 'Go, now that coupons are fixed.' },
  ],
  [14, '17:37', 'priya', { type: 'launch.launch', candidate: '312' }],
]
