import { atOffice, type OfficeZone, onDay } from '../office-hours.ts'
import { file, type Line, tick } from '../script.ts'

/** What Aurora’s customers touch: payment, checkout, posts, and what runs below. */
export const shopWorks = (now: number, zone: OfficeZone): Line[] => [
  [10, '09:57', 'tom', tick('PAY-1', 'Checked production settings today: live keys, live mode, no sandbox methods.')],
  [10, '15:41', 'tom', tick('PAY-4', 'Bad signature: rejected. Old event replayed: ignored.')],
  [10, '16:37', 'ben', tick('PAY-6', 'Called Mei in finance: currency, account, descriptor and tax lines are right.')],
  [
    10,
    '17:36',
    'tom',
    file('PAY-7', 'card-data-scope.txt', 'Form: SAQ A. Scripts on payment pages: provider frame.\n'),
  ],
  [
    9,
    '09:59',
    'sam',
    tick(
      'PAY-3',
      'All five cases with test cards in a private window. Right message each time, never a second charge.',
    ),
  ],
  [9, '16:34', 'tom', tick('PAY-5', 'https://ci.example.com/builds/4812/versions')],
  [
    9,
    '17:31',
    'sam',
    file('PAY-2', 'live-orders.csv', 'order,method,paid,refunded\n100012,card,30,30\n100013,line-pay,30,30\n'),
  ],
  [8, '09:56', 'tom', { type: 'gate.submit', gate: 'payment-gateway' }],
  [
    8,
    '11:51',
    'ana',
    {
      type: 'gate.return',
      gate: 'payment-gateway',
      reason: 'The script inventory is missing the tag manager, which loads on the payment page.',
      items: ['PAY-7'],
    },
  ],
  [
    8,
    '15:40',
    'tom',
    file(
      'PAY-7',
      'card-data-scope-2.txt',
      'Form: SAQ A. Scripts on payment pages: provider frame. The tag manager no longer loads there.\n',
    ),
  ],
  [8, '16:39', 'tom', { type: 'gate.submit', gate: 'payment-gateway' }],
  [8, '17:36', 'ana', { type: 'gate.signOff', gate: 'payment-gateway', as: 'technical-sme' }],
  [8, '18:28', 'priya', { type: 'gate.signOff', gate: 'payment-gateway', as: 'ecommerce-sme' }],

  [12, '16:38', 'sam', tick('CUS-1', 'Three new accounts, phone and desktop. All six steps work.')],
  [12, '17:29', 'tom', tick('CUS-5', 'Three mail providers, all from our domain. SPF, DKIM and DMARC pass.')],
  [
    12,
    '18:28',
    'sam',
    file('CUS-2', 'checkout-4805.csv', 'device,shipping,payment,result\nphone,store pickup,card,ok\n'),
  ],
  [11, '09:53', 'sam', tick('CUS-3', 0)],
  [11, '16:39', 'fay', tick('CUS-4', 'All three forms land in the service inbox. Yuna watches it.')],
  [11, '17:30', 'lin', tick('CUS-7')],
  [
    9,
    '18:28',
    'sam',
    file(
      'CUS-2',
      'checkout-4812.csv',
      'device,shipping,payment,result\nphone,store pickup,card,ok\nphone 2,home,line-pay,ok\ndesktop,home,card,ok\n',
    ),
  ],
  [8, '10:27', 'fay', { type: 'gate.submit', gate: 'customer-interaction' }],
  [8, '12:47', 'priya', { type: 'gate.signOff', gate: 'customer-interaction', as: 'ecommerce-sme' }],

  [
    13,
    '13:44',
    'marta',
    {
      type: 'gate.requestWaiver',
      gate: 'analytics',
      reason: 'Analytics is moving to the group account this week. We’re blind until that’s done.',
      until: new Date(atOffice(now, 7, '18:00', zone)).toISOString(),
    },
  ],
  [13, '14:43', 'priya', { type: 'gate.grantWaiver', gate: 'analytics' }],
  [6, '17:36', 'lin', tick('ANA-1', 0.4)],
  [6, '18:03', 'sam', tick('ANA-2')],
  [6, '18:28', 'marta', tick('ANA-3')],
  [5, '09:57', 'marta', { type: 'gate.complete', gate: 'analytics' }],

  [7, '15:37', 'lin', tick('SOC-1')],
  [7, '16:39', 'lin', tick('SOC-2', 'Pasted home, a category and a product into two apps. Image and text are fine.')],
  [
    5,
    '16:33',
    'priya',
    {
      type: 'gate.requestWaiver',
      gate: 'social-media',
      reason: 'One network is still reviewing our account. We’ll launch without posts and start two days later.',
      until: onDay(now, 10, 10, zone),
      mitigation: 'Marta will send a newsletter instead.',
    },
  ],
  [5, '18:28', 'helen', { type: 'gate.grantWaiver', gate: 'social-media' }],

  [12, '15:35', 'tom', tick('INF-1', 120)],
  [12, '16:12', 'tom', tick('INF-2', 74)],
  [12, '17:03', 'tom', tick('INF-3', 'Purged a page: fresh in two seconds. The origin answers the CDN only.')],
  [11, '09:31', 'tom', tick('INF-4', 95)],
  [11, '10:01', 'priya', tick('INF-8', 'https://wiki.example.com/aurora/vendor-notice')],
  [11, '15:35', 'tom', tick('INF-5', 25)],
  [11, '16:08', 'tom', tick('INF-6', 'Stopped the queue for a minute. Alert hit my phone and Ana’s.')],
  [11, '16:35', 'tom', tick('INF-7', 'Forecast is 4,000 orders a day. Raised email and SMS quotas to twice that.')],
  [11, '17:00', 'tom', { type: 'gate.submit', gate: 'infrastructure' }],
  [11, '18:27', 'ana', { type: 'gate.signOff', gate: 'infrastructure', as: 'technical-sme' }],
]
