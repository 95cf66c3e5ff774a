import { describe, expect, test } from 'vitest'
import { Distribution } from '../../../db/store.ts'
import { exposition } from '../../../server/figures/exposition.ts'
import { readScrape } from '../../support/scrape.ts'

describe('figures as Prometheus reads them', () => {
  test('a histogram counts a value in its bucket and in every larger one', () => {
    const seconds = new Distribution([0.1, 1])
    for (const value of [0.05, 0.1, 0.5, 20]) seconds.observe(value)
    const text = exposition([
      { type: 'histogram', name: 'wait_seconds', help: 'How long.', samples: [[{ who: 'a' }, seconds]] },
    ])
    expect(text.split('\n').slice(0, 2)).toEqual(['# HELP wait_seconds How long.', '# TYPE wait_seconds histogram'])
    expect([...readScrape(text)]).toEqual([
      ['wait_seconds_bucket{who="a",le="0.1"}', 2],
      ['wait_seconds_bucket{who="a",le="1"}', 3],
      ['wait_seconds_bucket{who="a",le="+Inf"}', 4],
      ['wait_seconds_sum{who="a"}', 20.65],
      ['wait_seconds_count{who="a"}', 4],
    ])
  })

  test('a label may hold quotation marks, backslashes and line breaks', () => {
    const text = exposition([{ type: 'gauge', name: 'odd', help: 'Odd.', samples: [[{ label: 'a "b" \\ c\nd' }, 1]] }])
    expect(text).toBe('# HELP odd Odd.\n# TYPE odd gauge\nodd{label="a \\"b\\" \\\\ c\\nd"} 1\n')
  })
})
