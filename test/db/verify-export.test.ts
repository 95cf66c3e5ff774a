import { beforeAll, expect, test } from 'vitest'
import { verifyLeaves } from '../../db/verify.ts'
import { tellWholeStory } from './hello.ts'
import { sqlitePlace } from './sqlite-place.ts'

/** Omar, the auditor, has the export of Hello and nothing else. */
let lines: string[]
let root: string | null

beforeAll(async () => {
  const place = await sqlitePlace()
  const store = await place.open()
  await tellWholeStory(store)
  lines = await store.leaves('hello', 0, 100)
  root = (await store.storedHead('hello'))?.root ?? null
  await store.close()
  await place.remove()
})

test('an unaltered export matches, and gives the root', () => {
  expect(verifyLeaves(lines)).toEqual({ matches: true, entries: 13, root })
})

test('so is one of the first entries: an older export of a log that has grown', () => {
  expect(verifyLeaves(lines.slice(0, 5))).toMatchObject({ matches: true, entries: 5 })
})

const changes: [string, (lines: string[]) => string[], number, RegExp][] = [
  ['a line that is not canonical', (all) => all.with(3, all[3]?.replace(',', ', ') ?? ''), 3, /canonical/],
  ['an empty line', (all) => [...all, ''], 13, /not JSON/],
  ['a line that is missing', (all) => all.toSpliced(4, 1), 4, /seq is 5, expected 4/],
  ['a first line that is missing', (all) => all.slice(1), 0, /seq is 1, expected 0/],
  ['a line twice', (all) => all.toSpliced(4, 0, all[3] ?? ''), 4, /seq is 3, expected 4/],
  [
    'a line of another launch',
    (all) => all.with(5, all[5]?.replace('"hello"', '"aurora"') ?? ''),
    5,
    /belongs to aurora/,
  ],
  ['time that runs backwards', (all) => all.with(5, all[5]?.replace('T09:05', 'T08:05') ?? ''), 5, /backwards/],
  [
    'a state that the machine does not come to',
    (all) => all.with(3, all[3]?.replace('"to":"cleared.completed"', '"to":"cleared.waived"') ?? ''),
    3,
    /to is cleared\.waived/,
  ],
  [
    'a note that only begins like a commitment',
    (all) => all.with(2, all[2]?.replace(/"c1:[^"]+"/, '"c1:Proof-read by two of us."') ?? ''),
    2,
    /gate\.tick cannot be read: .*not sealed/,
  ],
  [
    'a statement in clear',
    (all) => all.with(6, all[6]?.replace('"data":{}', '"data":{"statement":"I counted it."}') ?? ''),
    6,
    /gate\.signOff cannot be read: .*not sealed/,
  ],
  [
    'a gate that the pipeline does not have',
    (all) => all.with(3, all[3]?.replace('"content"', '"contents"') ?? ''),
    3,
    /no gate contents/,
  ],
]

test.each(changes)('%s is a difference, named with its place', (_, change, seq, difference) => {
  const changed = change(lines)
  expect(changed).not.toEqual(lines)
  expect(verifyLeaves(changed)).toEqual({ matches: false, seq, difference: expect.stringMatching(difference) })
})

test('an export without a line is not a log', () => {
  expect(verifyLeaves([])).toMatchObject({ matches: false })
})
