import { file, type Line, tick } from '../script.ts'

/** Legal, fulfillment, service and search of Aurora. */
export const operations: Line[] = [
  [
    20,
    '15:43',
    'ben',
    file('LEG-1', 'legal-approval.txt', 'Terms, privacy, delivery and returns: approved as submitted.\n'),
  ],
  [
    20,
    '16:32',
    'sam',
    tick('LEG-2', 'Fresh profile, three browsers. Nothing optional before consent, one click to reject.'),
  ],
  [
    19,
    '14:39',
    'lin',
    tick('LEG-3', 'Withdrawal link is in the footer and in every order email. Tried it as a guest.'),
  ],
  [
    19,
    '15:35',
    'lin',
    file('LEG-4', 'last-step.txt', 'The total is shown above the button. The button says: Order and pay.\n'),
  ],
  [19, '16:38', 'lin', tick('LEG-6', 'https://wiki.example.com/aurora/accessibility')],
  [
    19,
    '17:29',
    'ben',
    file('LEG-5', 'processors.csv', 'processor,contract,retention\nemail,signed,30 days\nparcels,signed,2 years\n'),
  ],
  [18, '16:38', 'ben', { type: 'gate.submit', gate: 'legal-privacy' }],
  [17, '09:58', 'helen', { type: 'gate.signOff', gate: 'legal-privacy', as: 'head-of-digital' }],

  [17, '15:36', 'wei', tick('FUL-1', '20 addresses, 2 on islands. Zones, rates and cutoffs OK.')],
  [17, '16:35', 'sam', tick('FUL-6')],
  [16, '09:59', 'wei', tick('FUL-2', 'https://parcels.example.com/track/AU100007')],
  [16, '15:41', 'joon', file('FUL-4', 'packaging.csv', 'item,pieces\nbox small,4000\nbox large,1500\ninsert,6000\n')],
  [16, '16:06', 'wei', tick('FUL-5', 'https://wiki.example.com/aurora/shifts')],
  [16, '16:38', 'wei', { type: 'gate.complete', gate: 'fulfilment' }],
  [
    13,
    '15:43',
    'priya',
    {
      type: 'gate.reopen',
      gate: 'fulfilment',
      reason: 'Carrier now picks up at 17:00, not 19:00. Please recheck the cutoffs.',
      items: ['FUL-1'],
    },
  ],
  [12, '09:57', 'wei', tick('FUL-1', 'Cutoff is 15:00 now. Same 20 addresses, all OK.')],
  [12, '10:26', 'wei', { type: 'gate.complete', gate: 'fulfilment' }],

  [14, '15:35', 'yuna', tick('CSR-1', 92)],
  [14, '16:10', 'yuna', tick('CSR-2', 'https://wiki.example.com/aurora/reply-templates')],
  [14, '16:32', 'yuna', tick('CSR-3')],
  [13, '15:38', 'yuna', tick('CSR-4')],
  [13, '16:39', 'yuna', tick('CSR-6', 'https://wiki.example.com/aurora/contacts')],
  [13, '17:33', 'yuna', { type: 'gate.complete', gate: 'customer-service' }],

  [
    8,
    '15:42',
    'lin',
    tick('SEO-1', 'Indexing is ready but still off. I’ll switch it on at launch; staging stays blocked.'),
  ],
  [8, '16:33', 'marta', tick('SEO-2', 100)],
  [8, '17:37', 'marta', file('SEO-6', 'baseline.csv', 'page,rank,visits per day\n/lamps,4,812\n/bulbs,7,390\n')],
  [7, '15:42', 'marta', tick('SEO-3', 'https://staging.example.com/sitemap.xml')],
  [7, '16:37', 'marta', tick('SEO-7', 'https://wiki.example.com/aurora/campaign')],
  [5, '12:49', 'marta', { type: 'gate.complete', gate: 'marketing-search' }],
]
