import { writeSync } from 'node:fs'
import { seal } from '../../../db/seal.ts'
import { openSqlite } from '../../../db/sqlite/store.ts'
import { does } from '../hello.ts'

/** Chloe comments on Hello without end; each acknowledged commit is a line with the version that it led to. */
const store = await openSqlite(process.argv[2] ?? '')
for (;;) {
  const text = seal('Again')
  const request = `r_${process.pid}_${performance.now()}`
  const outcome = await does(
    store,
    'chloe',
    { type: 'gate.comment', gate: 'content', text: text.commitment },
    { request, privateTexts: [text] },
  )
  if (outcome.kind !== 'accepted') throw new Error(JSON.stringify(outcome))
  // Not buffered: a line that stands in the pipe was acknowledged, and nothing else was.
  writeSync(1, `acknowledged ${outcome.version}\n`)
}
