import { file, type Line, report, tick } from '../script.ts'

const mustPass = ['pays by card', 'pays by bank transfer', 'finds a lamp', 'returns an item', 'signs in']
const results = (failing: string[]) => Object.fromEntries(mustPass.map((name) => [name, !failing.includes(name)]))

/** The checks of Aurora before the decision; not all of them have passed. */
export const rehearsal: Line[] = [
  [12, '14:40', 'ci', report('TFN-1', 'must-pass', results(['pays by bank transfer']))],
  [9, '16:10', 'ci', report('TFN-1', 'must-pass', results([]))],
  [9, '16:40', 'sam', { type: 'gate.comment', gate: 'testing-signoff', text: '4812 fixes bank-transfer payments.' }],
  [
    7,
    '13:43',
    'sam',
    tick('TFN-3', 'One order all the way: paid, shipped, refunded. Payment, warehouse and accounting agree.'),
  ],
  [7, '16:38', 'tom', file('TFN-7', 'staging-production.diff', '- mail.live = false\n+ mail.live = true\n')],
  [7, '17:35', 'tom', tick('TFN-5', '24 hours on staging: every job ran, no email bounced.')],
  [6, '10:51', 'sam', tick('TFN-4', 0)],
  [6, '11:48', 'sam', tick('TFN-6', 0)],
  [6, '12:45', 'sam', { type: 'gate.submit', gate: 'testing-signoff' }],
  [6, '15:43', 'priya', { type: 'gate.signOff', gate: 'testing-signoff', as: 'ecommerce-sme' }],

  [3, '15:42', 'tom', tick('TPF-6', 'Email, SMS and parcels are mocked in the load script. No quotas used.')],
  [2, '12:44', 'lin', tick('TPF-4', 2100)],
  [
    2,
    '17:32',
    'sam',
    { type: 'gate.comment', gate: 'performance', text: 'Full load test is scheduled for the next low-traffic night.' },
  ],

  [5, '15:41', 'ana', tick('TSC-3', 'Reviewed every account. MFA on all of them; removed two people who left.')],
  [5, '17:31', 'tom', tick('TSC-5', '20 bad sign-ins: locked out for an hour. Real visitors don’t notice.')],
  [
    2,
    '17:58',
    'ana',
    {
      type: 'gate.block',
      gate: 'security',
      reason: 'Pen testers were able to guess gift card codes. Tom is fixing it; retest after that.',
    },
  ],

  [4, '15:40', 'ben', file('UAT-1', 'scripts.csv', 'script,requirement\nS1,R1\nS2,R2 R5\nS3,R3\n')],
  [
    4,
    '17:32',
    'ben',
    tick('UAT-2', 'Eight people from merchandising, service and warehouse ran all scripts over two days.'),
  ],
  [
    3,
    '09:24',
    'priya',
    tick('UAT-3', 'Did every task once with Mia from merchandising. Her report matches the orders.'),
  ],
  [3, '09:53', 'sam', tick('UAT-4')],
  [3, '11:54', 'ben', tick('UAT-5', 0)],
  [3, '12:50', 'ben', { type: 'gate.submit', gate: 'user-acceptance' }],
  [3, '16:38', 'helen', { type: 'gate.signOff', gate: 'user-acceptance', as: 'head-of-digital' }],
  [2, '09:53', 'chloe', { type: 'gate.signOff', gate: 'user-acceptance', as: 'content-team' }],

  [4, '16:32', 'wei', tick('CRV-2', 'Product pages say 2 days, islands 4. We can do that.')],
  [
    4,
    '17:31',
    'marta',
    file('CRV-3', 'licenses.csv', 'image,source,licensed until\nhero,own studio,\nbulbs,agency,2029-12-31\n'),
  ],
  [3, '10:54', 'chloe', tick('CRV-1', 'Hui-Lin from the Tainan store read all 100 pages. 31 small fixes, all in.')],
  [
    3,
    '13:46',
    'chloe',
    file('CRV-6', 'emails-and-slips.txt', 'Order 100012: confirmation, invoice and packing slip reviewed.\n'),
  ],
  [3, '14:41', 'chloe', { type: 'gate.submit', gate: 'content-review' }],
  [
    2,
    '16:36',
    'yuna',
    {
      type: 'gate.return',
      gate: 'content-review',
      reason: 'The delivery pages changed after proofreading, and the packing slip still has the old phone number.',
      items: ['CRV-1', 'CRV-6'],
    },
  ],
]
