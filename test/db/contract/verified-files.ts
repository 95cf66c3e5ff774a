import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import { beforeEach, describe, expect, test } from 'vitest'
import { seal } from '../../../db/seal.ts'
import type { EvidenceFile, Store } from '../../../db/store.ts'
import { verifyLaunch } from '../../../db/verify.ts'
import type { Evidence } from '../../../machines/state.ts'
import { creation, does, texts, title } from '../hello.ts'
import type { Place, StoreUnderTest } from './store-under-test.ts'

/** Verification compares the files of evidence with what the log says of them. */
export function verifiedFilesContract(under: StoreUnderTest): void {
  let store: Store
  let place: Place
  beforeEach(() => {
    store = under.store
    place = under.place
  })

  describe('of the files', () => {
    const csv = Buffer.from('order,amount')
    const xml = Buffer.from('<testsuite/>')
    const sha = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex')
    const file: EvidenceFile = { sha256: sha(csv), type: 'text/csv', size: csv.length }
    const report: EvidenceFile = { sha256: sha(xml), type: 'application/xml', size: xml.length }
    const reading = (files: Record<string, Buffer>) => async (sha256: string) => {
      const bytes = files[sha256]
      return bytes === undefined ? null : Readable.from([bytes.subarray(0, 3), bytes.subarray(3)])
    }
    const all = { [sha(csv)]: csv, [sha(xml)]: xml }
    const asks = (kind: 'file' | 'junit') => ({ ...creation().pipeline.gates[1]?.items[0], asks: { kind } })

    /** Aurora: its payment gateway has a file, and a report; the file twice, the second time as another type. */
    beforeEach(async () => {
      const { pipeline } = creation()
      const gates = pipeline.gates.map((gate) =>
        gate.id === 'payment-gateway'
          ? {
              ...gate,
              items: [asks('file'), asks('junit')].map((item, index) => ({ ...item, id: `PAY-${index + 1}` })),
            }
          : gate,
      )
      // The spread keeps every member of an item that is there.
      const made = { ...creation(), pipeline: { ...pipeline, gates } as typeof pipeline }
      const told = { launch: 'aurora' }
      const named = seal('orders.csv', 'salt-of-orders')
      await does(store, 'priya', made, { ...told, request: 'r_a', privateTexts: [title, texts] })
      await does(store, 'priya', { type: 'launch.start' }, { ...told, request: 'r_b' })
      const tick = (item: string, evidence: Evidence, row: EvidenceFile, request: string) =>
        does(
          store,
          'tom',
          { type: 'gate.tick', gate: 'payment-gateway', item, evidence },
          {
            ...told,
            request,
            evidence: [row],
            privateTexts: evidence.kind === 'file' ? [named] : [],
          },
        )
      const asFile = { kind: 'file', name: named.commitment, ...file } as const
      const asReport = {
        kind: 'junit',
        passed: 1,
        failed: 0,
        skipped: 0,
        flaky: 0,
        seconds: 1.5,
        sha256: report.sha256,
      } as const
      const outcomes = [
        await tick('PAY-1', asFile, file, 'r_c'),
        await tick('PAY-2', asReport, report, 'r_d'),
        await does(
          store,
          'tom',
          { type: 'gate.untick', gate: 'payment-gateway', item: 'PAY-1' },
          { ...told, request: 'r_untick' },
        ),
        await tick('PAY-1', { ...asFile, type: 'text/plain' }, { ...file, type: 'text/plain' }, 'r_e'),
      ]
      expect(outcomes.map(({ kind }) => kind)).toEqual(outcomes.map(() => 'accepted'))
    })

    test('finds them whole, with and without their bytes', async () => {
      expect(await verifyLaunch(store, 'aurora')).toMatchObject({ matches: true, entries: 6 })
      expect(await verifyLaunch(store, 'aurora', reading(all))).toMatchObject({ matches: true, entries: 6 })
    })

    test.each<[string, Record<string, Buffer>, string]>([
      ['are gone', { [sha(csv)]: csv }, `the bytes of file ${sha(xml)} are missing`],
      [
        'are others',
        { ...all, [sha(csv)]: xml },
        `the bytes of file ${sha(csv)} have changed: their hash is ${sha(xml)}`,
      ],
    ])('notices that bytes %s', async (_, files, difference) => {
      expect(await verifyLaunch(store, 'aurora', reading(files))).toEqual({ matches: false, difference })
    })

    const row = `launch = 'aurora' and sha256`
    test.each<[string, string, RegExp]>([
      [
        'a file has another type',
        `update evidence set type = 'text/plain' where ${row} = '${sha(csv)}'`,
        /\.type is "text\/plain", expected "text\/csv"/,
      ],
      [
        'a file has another size',
        `update evidence set size = 1 where ${row} = '${sha(csv)}'`,
        /\.size is 1, expected 12/,
      ],
      [
        'a report has another type',
        `update evidence set type = 'text/csv' where ${row} = '${sha(xml)}'`,
        /\.type is "text\/csv", expected "application\/xml"/,
      ],
      [
        'a report has another size',
        `update evidence set size = 1 where ${row} = '${sha(xml)}'`,
        /has 12 bytes, the list of files says 1/,
      ],
      [
        'a file is not listed',
        `delete from evidence where ${row} = '${sha(csv)}'`,
        /is named by an entry, the list of files lacks it/,
      ],
      [
        'a report is not listed',
        `delete from evidence where ${row} = '${sha(xml)}'`,
        /is named by an entry, the list of files lacks it/,
      ],
      [
        'a file is listed that no entry names',
        `insert into evidence values ('aurora', '../secret', 'text/csv', 3)`,
        /\.\.\/secret is in the list of files, no entry names it/,
      ],
    ])('notices that %s', async (_, statement, difference) => {
      await place.tamper(statement)
      expect(await verifyLaunch(store, 'aurora', reading(all))).toEqual({
        matches: false,
        difference: expect.stringMatching(difference),
      })
    })
  })
}
