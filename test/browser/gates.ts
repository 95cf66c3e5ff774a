import { file, green, link, none, note, number, type Work } from './work.ts'

/** Who does what in the gates of the full pipeline, in an order that the needs allow. Two more are waived in its story. */
export const gates = {
  categories: {
    gate: 'categories',
    owner: 'chloe',
    items: [
      ['CAT-1', 'priya', file],
      ['CAT-2', 'chloe', number('0')],
    ],
    signs: [],
  },
  content: {
    gate: 'content',
    owner: 'chloe',
    items: [
      ['CON-1', 'chloe', note],
      ['CON-2', 'chloe', number('100')],
      ['CON-3', 'chloe', number('0')],
      ['CON-4', 'chloe', none],
      ['CON-7', 'marta', link],
    ],
    signs: [],
  },
  filters: {
    gate: 'filters',
    owner: 'lin',
    items: [
      ['FIL-2', 'sam', note],
      ['FIL-4', 'sam', none],
    ],
    signs: [],
  },
  sorting: {
    gate: 'sorting',
    owner: 'priya',
    items: [
      ['SRT-2', 'sam', note],
      ['SRT-1', 'priya', link],
    ],
    signs: [],
  },
  pricing: {
    gate: 'pricing',
    owner: 'priya',
    items: [
      ['PRI-2', 'sam', number('0')],
      ['PRI-1', 'ben', number('0')],
      ['PRI-3', 'ben', number('0')],
    ],
    signs: [['helen', 'Head of Digital']],
  },
  inventory: {
    gate: 'inventory',
    owner: 'joon',
    items: [
      ['INV-2', 'tom', number('12')],
      ['INV-3', 'sam', note],
      ['INV-1', 'joon', number('99.1')],
      ['INV-6', 'joon', number('21')],
    ],
    signs: [
      ['wei', 'Logistics manager'],
      ['marta', 'Marketing manager'],
    ],
  },
  payment: {
    gate: 'payment-gateway',
    owner: 'tom',
    items: [
      ['PAY-6', 'ben', note],
      ['PAY-2', 'sam', file],
      ['PAY-3', 'sam', note],
      ['PAY-1', 'tom', note],
      ['PAY-4', 'tom', note],
      ['PAY-7', 'tom', file],
    ],
    signs: [
      ['ana', 'Technical SME'],
      ['priya', 'Ecommerce SME'],
    ],
  },
  customers: {
    gate: 'customer-interaction',
    owner: 'fay',
    items: [
      ['CUS-5', 'tom', note],
      ['CUS-1', 'sam', note],
      ['CUS-2', 'sam', file],
      ['CUS-3', 'sam', number('0')],
    ],
    signs: [['priya', 'Ecommerce SME']],
  },
  legal: {
    gate: 'legal-privacy',
    owner: 'ben',
    items: [
      ['LEG-2', 'sam', note],
      ['LEG-3', 'lin', note],
      ['LEG-4', 'lin', file],
      ['LEG-1', 'ben', file],
    ],
    signs: [['helen', 'Head of Digital']],
  },
  analytics: { gate: 'analytics', owner: 'marta', items: [['ANA-1', 'lin', number('0.4')]], signs: [] },
  fulfilment: {
    gate: 'fulfilment',
    owner: 'wei',
    items: [
      ['FUL-1', 'wei', note],
      ['FUL-2', 'wei', link],
    ],
    signs: [],
  },
  service: {
    gate: 'customer-service',
    owner: 'yuna',
    items: [
      ['CSR-3', 'yuna', none],
      ['CSR-4', 'yuna', none],
    ],
    signs: [],
  },
  search: { gate: 'marketing-search', owner: 'marta', items: [['SEO-1', 'lin', note]], signs: [] },
  tests: {
    gate: 'testing-signoff',
    owner: 'sam',
    items: [
      ['TFN-7', 'tom', file],
      ['TFN-1', 'sam', green],
      ['TFN-3', 'sam', note],
      ['TFN-4', 'sam', number('0')],
      ['TFN-6', 'sam', number('0')],
    ],
    signs: [['priya', 'Ecommerce SME']],
  },
  performance: {
    gate: 'performance',
    owner: 'sam',
    items: [['TPF-1', 'sam', number('640')]],
    signs: [['ana', 'Technical SME']],
  },
  security: {
    gate: 'security',
    owner: 'ana',
    items: [
      ['TSC-1', 'sam', file],
      ['TSC-2', 'tom', number('0')],
      ['TSC-4', 'tom', note],
      ['TSC-6', 'tom', note],
      ['TSC-3', 'ana', note],
    ],
    signs: [['helen', 'Head of Digital']],
  },
  acceptance: {
    gate: 'user-acceptance',
    owner: 'ben',
    items: [
      ['UAT-3', 'priya', note],
      ['UAT-2', 'ben', note],
      ['UAT-5', 'ben', number('0')],
    ],
    signs: [
      ['helen', 'Head of Digital'],
      ['yuna', 'Customer service'],
      ['chloe', 'Content'],
    ],
  },
  review: {
    gate: 'content-review',
    owner: 'chloe',
    items: [
      ['CRV-1', 'chloe', note],
      ['CRV-6', 'chloe', file],
    ],
    signs: [['yuna', 'Customer service']],
  },
  decision: {
    gate: 'go-no-go',
    owner: 'priya',
    items: [
      ['GNG-4', 'tom', note],
      ['GNG-3', 'priya', file],
    ],
    signs: [
      ['helen', 'Head of Digital'],
      ['ana', 'Technical SME'],
      ['yuna', 'Customer service'],
    ],
  },
} satisfies Record<string, Work>
