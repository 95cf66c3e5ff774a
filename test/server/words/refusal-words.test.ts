import { readdir, readFile } from 'node:fs/promises'
import { describe, expect, test } from 'vitest'
import { translated } from '../../../server/words/catalogue.ts'
import { en } from '../../../server/words/en/index.ts'
import { wordsOf } from '../../../server/words/index.ts'
import { days } from '../../support/engine.ts'
import { pricingDone, view, w } from './aurora-in-words.ts'

/** What somebody reads whose command was refused. */

describe('the compiler', () => {
  test('refuses a missing key, a missing argument and another kind of argument', () => {
    expect(w.t('verdict.wait', { open: '1', total: 2 })).toBe('Not ready: 1 of 2 gates still open')
    // @ts-expect-error an argument is missing
    expect(() => w.t('verdict.wait', { open: '1' })).toThrow('total')
    // @ts-expect-error no argument was given
    expect(() => w.t('ui.act-as')).toThrow('person')
    // @ts-expect-error there is no such sentence
    expect(() => w.t('verdict.perhaps')).toThrow()
    // @ts-expect-error a plural needs a number
    w.t('blocker.items-open', { open: '2' })
  })

  test('refuses a language that lacks a key or says another argument', () => {
    const whole = translated<typeof en>()({ ...en, 'verdict.wait': '{total, number} ~ {open}' })
    // @ts-expect-error {open} became {opened}
    translated<typeof en>()({ ...en, 'verdict.wait': '{total, number} ~ {opened}' })
    const { 'verdict.go': _, ...lacking } = en
    // @ts-expect-error one sentence is missing
    translated<typeof en>()(lacking)
    expect(wordsOf('en', whole).t('verdict.wait', { open: '1', total: 2 })).toBe('2 ~ 1')
  })
})

describe('refusals', () => {
  const at = () => view(pricingDone())
  const sentence = (code: string, params: Record<string, unknown> = {}) => w.reason({ code, params }, at())

  const rows: [code: string, params: Record<string, unknown>, sentence: string][] = [
    ['not-your-role', { roles: ['inventory-manager'] }, 'Only Inventory manager can do this.'],
    ['not-your-role', { roles: ['ecommerce-sme', 'admin'] }, 'Only Ecommerce SME and Admin can do this.'],
    ['not-your-role', { roles: ['member', 'service'] }, 'Only Member and Service account can do this.'],
    ['not-your-role', { roles: [] }, 'This gate doesn’t need sign-off. Mark it complete.'],
    [
      'wrong-gate-state',
      { gate: 'inventory', status: 'awaiting-sign-off' },
      'You can’t do this while the gate is “Awaiting sign-off”.',
    ],
    [
      'wrong-gate-state',
      { gate: 'inventory', status: 'completed', first: 'gate.reopen' },
      'You can’t do this while the gate is “Completed”. Reopen it first.',
    ],
    [
      'wrong-gate-state',
      { gate: 'inventory', status: 'awaiting-sign-off', first: 'gate.withdraw' },
      'You can’t do this while the gate is “Awaiting sign-off”. Withdraw it first.',
    ],
    ['wrong-launch-state', { state: 'held' }, 'You can’t do this while the launch is “On hold”.'],
    ['item-not-needed', {}, 'This item is marked not applicable. The project lead can restore it.'],
    ['evidence-missing', { kind: 'number' }, 'Evidence required: Number.'],
    ['evidence-wrong-kind', { kind: 'junit' }, 'This item takes a different kind of evidence: Test report.'],
    ['out-of-bounds', { value: 97.5, min: 98, max: 100 }, '97.5 is outside the allowed range (98 to 100).'],
    ['out-of-bounds', { value: 1234, min: null, max: 300 }, '1,234 is outside the allowed range (at most 300).'],
    ['candidate-missing', { roles: ['technical-sme'] }, 'No build is set. Ask Technical SME to set one.'],
    ['candidate-other', { candidate: '4813' }, 'The build is now 4813. Check that build instead.'],
    ['not-renewable', {}, 'This item doesn’t expire, so it can’t be renewed. Withdraw or reopen the gate first.'],
    ['four-eyes-renewal', {}, 'You signed off this gate, so someone else must check this item.'],
    ['check-passed', {}, 'This report passed. Attach it as evidence instead.'],
    ['fresh-evidence', {}, 'Add new evidence.'],
    ['not-ticked', {}, 'This item isn’t done yet.'],
    ['report-red', {}, 'The report contains a failed test, or no tests ran.'],
    ['no-signers', {}, 'This gate doesn’t need sign-off. Mark it complete.'],
    ['has-signers', {}, 'This gate needs sign-off. Send it for sign-off.'],
    [
      'item-open',
      { gate: 'inventory', items: ['INV-1', 'INV-2'] },
      'Required items to do: “Stock count agrees” and “Sold-out pages work”.',
    ],
    ['item-stale', { gate: 'inventory', items: ['INV-1'] }, 'Recheck first: “Stock count agrees”.'],
    ['needs-not-ready', { gates: ['pricing', 'inventory'] }, 'These gates must be ready first: Pricing and Inventory.'],
    ['four-eyes-sender', {}, 'You sent this gate for sign-off, so someone else must sign.'],
    ['four-eyes-ticker', {}, 'You completed an item in this gate, so someone else must sign.'],
    [
      'four-eyes-signed-already',
      { role: 'logistics-manager' },
      'You already signed as Logistics manager. Someone else must sign for this role.',
    ],
    ['role-signed-already', { role: 'logistics-manager' }, 'Logistics manager has already signed off.'],
    ['signatures-missing', { roles: ['logistics-manager'] }, 'Sign-offs still missing: Logistics manager.'],
    ['gates-open', { gates: ['pricing'] }, 'Gates still open: Pricing.'],
    ['everything-ready', {}, 'All gates are ready.'],
    ['unknown-launch', { launch: 'borealis' }, 'Launch “borealis” doesn’t exist.'],
    ['unknown-gate', { gate: 'parking' }, 'Gate “parking” doesn’t exist.'],
    ['unknown-item', { gate: 'inventory', item: 'INV-9' }, 'Item “INV-9” doesn’t exist in Inventory.'],
    ['version-required', { version: 1041 }, 'Send the gate version you reviewed. The current version is 1041.'],
    [
      'stale-page',
      { gate: 'inventory', ifVersion: 1, version: 2 },
      'This changed since you opened it. Review the changes and try again.',
    ],
    ['slug-taken', { slug: 'aurora' }, '“aurora” is already taken. Choose another.'],
    ['slug-malformed', {}, 'Use only a–z, 0–9 and hyphens, up to 60 characters.'],
    ['unknown-name', { name: 'nobody' }, '“nobody” doesn’t exist. Choose one from the list.'],
    ['nobody-in-role', { role: 'logistics-manager' }, 'No one is assigned to Logistics manager. Add someone.'],
    ['verdict-not-go', {}, 'Not ready yet. See what’s still open.'],
    ['build-rolled-back', { candidate: '4811' }, 'Build 4811 was rolled back. Set a different build.'],
    ['waiver-past', { until: '2026-12-01T02:00:00.000Z' }, 'Tue 1 Dec 10:00 is in the past. Choose a later date.'],
    ['waiver-too-long', { duration: days(30) }, 'A waiver can last 30 days at most.'],
    ['person-not-in-role', { person: 'wei', role: 'technical-sme' }, '陳偉 isn’t assigned to Technical SME.'],
    [
      'role-would-be-empty',
      { role: 'technical-sme' },
      'Technical SME needs at least one person. Add someone else first.',
    ],
    [
      'four-eyes-impossible',
      { gate: 'inventory', roles: ['inventory-manager', 'logistics-manager'], people: ['joon'] },
      'Inventory needs different people to do the work and to sign off: Inventory manager and Logistics manager (박준).',
    ],
    ['file-type', {}, 'This file type isn’t supported.'],
    ['file-name', {}, 'The file’s name isn’t valid UTF-8. Rename the file, then send it again.'],
    ['report-empty', {}, 'The report is empty. Check the step that writes it.'],
    [
      'report-not-xml',
      { line: 12, column: 7 },
      'The report isn’t well-formed XML (line 12, column 7). Run the tests again.',
    ],
    [
      'report-other-root',
      { name: 'html' },
      'This isn’t a JUnit report: its root element is <html>, not <testsuites> or <testsuite>.',
    ],
    ['report-doctype', {}, 'The report has a DOCTYPE, which isn’t accepted. Remove it and send the report again.'],
    [
      'report-encoding',
      { name: 'x-secret' },
      'The report can’t be decoded as x-secret. Save it as UTF-8 and send it again.',
    ],
    ['report-too-deep', { most: 256 }, 'The report nests more than 256 elements deep. Check the tool that writes it.'],
    [
      'report-too-many-elements',
      { most: 1_000_000 },
      'The report has more than 1,000,000 elements. Send a smaller report.',
    ],
    [
      'report-too-many-attributes',
      { most: 256 },
      'A report element has more than 256 attributes. Check the tool that writes it.',
    ],
    ['report-too-slow', { most: 10 }, 'Reading the report took more than 10 seconds. Send a smaller report.'],
    ['report-too-complex', {}, 'Reading the report takes too much memory. Send it without the tests’ output.'],
  ]
  test.each(rows)('%s %j: %s', (code, params, expected) => {
    expect(sentence(code, params)).toBe(expected)
  })

  test('before there is a launch, who may create it', () => {
    const reason = { code: 'not-your-role', params: { roles: ['ecommerce-sme', 'admin'] } }
    expect(w.reason(reason, null)).toBe('Only Project lead and Admin can do this.')
  })

  test('every code that the rules can give has a sentence', async () => {
    // Blockers have sentences of their own, and so have errors in a pipeline's file.
    const rules = (await readdir('machines', { recursive: true })).filter(
      (file) =>
        file.endsWith('.ts') &&
        !['reading/verdict.ts', 'reading/absent.ts'].includes(file) &&
        !file.startsWith('pipeline/'),
    )
    const files = [
      ...rules.map((file) => `machines/${file}`),
      'server/commands/seal-command.ts',
      'server/commands/handle-command.ts',
    ]
    const sources = await Promise.all(files.map((file) => readFile(file, 'utf8')))
    const codes = new Set(
      sources.flatMap((source) =>
        [...source.matchAll(/\bno\(([^{)]*)|\bcode: ('[a-z-]+')/gu)].flatMap(([, called, named]) =>
          [...(called ?? named ?? '').matchAll(/'([a-z-]+)'/gu)].map(([, code]) => code ?? ''),
        ),
      ),
    )
    expect(codes.size).toBeGreaterThan(35)
    expect(codes).toContain('evidence-wrong-kind')
    expect([...codes].filter((code) => !Object.hasOwn(en, `reason.${code}`))).toEqual([])
  })

  test('a code without a sentence is a bug that shows itself', () => {
    expect(() => sentence('no-such-code')).toThrow('no-such-code')
    expect(() => sentence('nobody-in-role')).toThrow('role')
  })
})
