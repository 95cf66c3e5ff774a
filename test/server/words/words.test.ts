import { readdir, readFile } from 'node:fs/promises'
import { describe, expect, test } from 'vitest'
import type { Definition, PipelineTexts } from '../../../machines/pipeline/pipeline.ts'
import type { LaunchView } from '../../../server/launches/read-launch.ts'
import { catalogue, type Key } from '../../../server/words/catalogue.ts'
import { en } from '../../../server/words/en/index.ts'
import { words, wordsOf } from '../../../server/words/index.ts'
import { days, type Engine, engine, monday } from '../../support/engine.ts'
import { sealed } from '../../support/sealed.ts'

/** A launch small enough to know by heart: prices, then stock, then the decision. */
const definition: Definition = {
  id: 'stall',
  version: 1,
  languages: ['en'],
  lead: 'ecommerce-sme',
  sponsor: 'head-of-digital',
  candidateRoles: ['technical-sme'],
  waiverLimit: days(30),
  decision: 'go-no-go',
  roles: [
    'head-of-digital',
    'ecommerce-sme',
    'technical-sme',
    'inventory-manager',
    'logistics-manager',
    'marketing-manager',
  ],
  phases: ['foundations'],
  questions: [],
  gates: [
    gate('pricing', 'technical-sme', [], []),
    {
      ...gate('inventory', 'inventory-manager', ['logistics-manager', 'marketing-manager'], ['pricing']),
      items: [
        {
          id: 'INV-1',
          owner: 'inventory-manager',
          required: true,
          asks: { kind: 'number', min: 98, max: 100 },
          freshFor: days(3),
          recheckOn: [],
        },
        {
          id: 'INV-2',
          owner: 'inventory-manager',
          required: true,
          asks: { kind: 'none' },
          freshFor: null,
          recheckOn: ['candidate'],
        },
      ],
    },
    gate('go-no-go', 'ecommerce-sme', ['head-of-digital'], ['pricing', 'inventory']),
  ],
}

function gate(id: string, owner: string, signers: string[], needs: string[]): Definition['gates'][number] {
  const item = { id: `${id.slice(0, 3).toUpperCase().replace('GO-', 'GNG')}-1`, owner, required: true, freshFor: null }
  return {
    id,
    phase: 'foundations',
    owner,
    signers,
    critical: false,
    needs,
    due: null,
    items: [{ ...item, asks: { kind: 'none' }, recheckOn: [] }],
  }
}

const item = (text: string, unit: string | null = null) => ({
  text: { en: text },
  unit: unit === null ? null : { en: unit },
  hint: null,
})
const texts: PipelineTexts = {
  title: { en: 'Stall' },
  roles: {
    'head-of-digital': { en: 'Head of Digital' },
    'ecommerce-sme': { en: 'Ecommerce SME' },
    'technical-sme': { en: 'Technical SME' },
    'inventory-manager': { en: 'Inventory manager' },
    'logistics-manager': { en: 'Logistics manager' },
    'marketing-manager': { en: 'Marketing manager' },
  },
  phases: { foundations: { en: 'Foundations' } },
  questions: {},
  gates: {
    pricing: {
      title: { en: 'Pricing' },
      why: { en: 'Prices are a promise.' },
      items: { 'PRI-1': item('Prices are checked') },
    },
    inventory: {
      title: { en: 'Inventory' },
      why: { en: 'What is sold must be there.' },
      items: { 'INV-1': item('Stock count agrees', '%'), 'INV-2': item('Sold-out pages work') },
    },
    'go-no-go': {
      title: { en: 'Go/no-go' },
      why: { en: 'Somebody decides.' },
      items: { 'GNG-1': item('The team was heard') },
    },
  },
}

const names: Record<string, string> = {
  joon: '박준',
  priya: 'Priya Nair',
  helen: 'Helen Cho',
  wei: '陳偉',
  marta: 'Marta Ruiz',
  ana: 'Ana Lima',
}
const written: Record<string, string> = { [sealed('title')]: 'Aurora', [sealed('why')]: 'Count the pallets {again}.' }
const textOf = (commitment: unknown) => (typeof commitment === 'string' ? (written[commitment] ?? null) : null)

function view(it: Engine): LaunchView {
  const person = (id: string) => {
    const name = names[id]
    if (name === undefined) return undefined
    return { id, pseudonym: id, name, email: '', roles: [], admin: false, auditor: false, active: true }
  }
  const service = (id: string) => (id === 'ci' ? 'backup-ci' : undefined)
  return {
    launch: it.state,
    version: it.state.version,
    due: [],
    now: it.now,
    texts,
    names: { person, service, people: [] },
    text: textOf,
  }
}

const w = words('en')
const started = () => {
  const it = engine(definition)
  it.does('priya', { type: 'launch.start' })
  return it
}
const pricingDone = () => {
  const it = started()
  it.does('ana', { type: 'gate.tick', gate: 'pricing', item: 'PRI-1' })
  it.does('ana', { type: 'gate.complete', gate: 'pricing', ifVersion: it.seen('pricing') })
  it.does('ana', { type: 'launch.setCandidate', version: '4812' })
  return it
}
const stockSent = () => {
  const it = pricingDone()
  it.does('joon', { type: 'gate.tick', gate: 'inventory', item: 'INV-1', evidence: { kind: 'number', value: 99 } })
  it.does('joon', { type: 'gate.tick', gate: 'inventory', item: 'INV-2', candidate: '4812' })
  it.does('joon', { type: 'gate.submit', gate: 'inventory', ifVersion: it.seen('inventory') })
  return it
}
const said = (it: Engine, gate: string, people = true) => {
  const blocker = it.verdict().blockers.find((each) => each.gate === gate)
  if (!blocker) throw new Error(`${gate} is not in the way`)
  return w.blocker(blocker, view(it), { people })
}
const other = (it: Engine, kind: string, people = true) => {
  const blocker = it.verdict().blockers.find((each) => each.kind === kind)
  if (!blocker) throw new Error(`no ${kind} is in the way`)
  return w.blocker(blocker, view(it), { people })
}
const lastLine = (it: Engine) => {
  const entry = it.log.at(-1)
  if (!entry) throw new Error('the log is empty')
  return w.logLine(entry, view(it), textOf)
}

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
    const whole = catalogue({ ...en, 'verdict.wait': '{total} ~ {open}' })
    // @ts-expect-error {open} became {opened}
    catalogue({ ...en, 'verdict.wait': '{total} ~ {opened}' })
    const { 'verdict.go': _, ...lacking } = en
    // @ts-expect-error one sentence is missing
    catalogue(lacking)
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
    // The blockers of verdict.ts have sentences of their own.
    const rules = (await readdir('machines', { recursive: true })).filter(
      (file) => file.endsWith('.ts') && file !== 'reading/verdict.ts',
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

describe('why Aurora is not ready', () => {
  test('a draft', () => {
    const it = engine(definition)
    expect(other(it, 'state')).toBe('This launch is still a draft.')
  })

  test('open items, and gates that wait for other gates', () => {
    const it = started()
    expect(said(it, 'pricing')).toBe('1 item to do.')
    expect(said(it, 'inventory')).toBe('Waiting on Pricing.')
    expect(said(it, 'go-no-go')).toBe('Waiting on Pricing and Inventory.')
    expect(other(it, 'candidate')).toBe('No build is set. Ask Technical SME to set one.')
    expect(w.summary(it.verdict(), view(it))).toBe('Not ready: 3 of 3 gates still open')
    it.does('ana', { type: 'gate.tick', gate: 'pricing', item: 'PRI-1' })
    expect(said(it, 'pricing')).toBe('All required items are done. Ready to complete.')
  })

  test('signatures', () => {
    const it = stockSent()
    expect(said(it, 'inventory')).toBe('0 of 2 signed off.')
    it.does('wei', {
      type: 'gate.signOff',
      gate: 'inventory',
      as: 'logistics-manager',
      ifVersion: it.seen('inventory'),
    })
    expect(said(it, 'inventory')).toBe('1 of 2 signed off.')
  })

  test('work that was returned says why, but not to strangers', () => {
    const it = stockSent()
    it.does('wei', { type: 'gate.return', gate: 'inventory', reason: sealed('why'), items: ['INV-1'] })
    expect(said(it, 'inventory')).toBe('“Count the pallets {again}.”')
    expect(said(it, 'inventory', false)).toBe('A signer requested changes.')
  })

  test('a reason that was erased leaves the engine’s sentence', () => {
    const it = stockSent()
    it.does('wei', { type: 'gate.return', gate: 'inventory', reason: sealed('erased'), items: [] })
    expect(said(it, 'inventory')).toBe('A signer requested changes.')
  })

  test('a count that is too old, and another build', () => {
    const it = stockSent()
    it.now += days(4)
    it.clock()
    expect(said(it, 'inventory')).toBe('“Stock count agrees”: Checked more than 3 days ago.')
    const built = stockSent()
    built.does('ana', { type: 'launch.setCandidate', version: '4813' })
    expect(said(built, 'inventory')).toBe('“Sold-out pages work”: The build has changed to 4813.')
  })

  test('a hold wins, and tells strangers nothing of what was written', () => {
    const it = started()
    it.does('priya', { type: 'launch.hold', reason: sealed('why') })
    expect(other(it, 'hold')).toBe('On hold: “Count the pallets {again}.”')
    expect(w.summary(it.verdict(), view(it))).toBe('On hold: “Count the pallets {again}.”')
    expect(w.summary(it.verdict(), view(it), { people: false })).toBe('On hold.')
  })

  test('another build is a no-go that names both', () => {
    const it = pricingDone()
    const verdict = it.verdict({ build: 'named', name: '4800' })
    expect(w.summary(verdict, view(it))).toBe('Build 4800 doesn’t match this launch’s build (4812).')
  })

  test('a role that nobody holds', () => {
    const it = engine(definition, { 'technical-sme': [] })
    expect(other(it, 'people')).toBe('No one is assigned to Technical SME.')
  })

  test('a launch window, in the launch’s own zone', () => {
    const it = started()
    const window = { opensAt: Date.parse('2026-12-01T02:00:00Z'), closesAt: Date.parse('2026-12-01T06:00:00Z') }
    const at = { ...view(it), launch: { ...it.state, context: { ...it.state.context, window } } }
    const blocker = { ...it.verdict().blockers[0], kind: 'window' as const, word: 'wait' as const, code: 'window' }
    const plain = {
      gate: null,
      status: null,
      role: null,
      roles: [],
      waitingFor: [],
      since: null,
      needs: [],
      params: window,
    }
    expect(w.blocker({ ...blocker, ...plain }, at)).toBe(
      'Outside the launch window (Tue 1 Dec 10:00 to Tue 1 Dec 14:00).',
    )
  })

  test('every code of a blocker has a sentence', async () => {
    const source = await readFile('machines/reading/verdict.ts', 'utf8')
    const codes = [...source.matchAll(/(?:code: |blocker\('[a-z-]+', )'([a-z.-]+)'/gu)].map(([, code]) => code)
    expect(codes).toContain('build-rolled-back')
    expect(codes).toContain('state.draft')
    expect(codes.filter((code) => !(`blocker.${code}` in en || `reason.${code}` in en))).toEqual([])
  })
})

describe('the log tells the story', () => {
  test('of a launch from its draft to a return', () => {
    const it = stockSent()
    it.does('wei', {
      type: 'gate.signOff',
      gate: 'inventory',
      as: 'logistics-manager',
      ifVersion: it.seen('inventory'),
    })
    it.does('marta', { type: 'gate.return', gate: 'inventory', reason: sealed('why') })
    expect(it.log.map((entry) => w.logLine(entry, view(it), textOf))).toEqual([
      'Priya Nair created Aurora',
      'Priya Nair started the launch',
      'Ana Lima marked “Prices are checked” done in Pricing',
      'Ana Lima completed Pricing',
      'Ana Lima set the build to 4812',
      '박준 marked “Stock count agrees” done in Inventory',
      '박준 marked “Sold-out pages work” done in Inventory',
      '박준 sent Inventory for sign-off',
      '陳偉 signed off Inventory as Logistics manager',
      'Marta Ruiz requested changes to Inventory: “Count the pallets {again}.”',
    ])
  })

  test('the engine has no subject, a service is named, and who was erased is somebody', () => {
    const it = stockSent()
    it.does('ci', { type: 'launch.setCandidate', version: '4813' })
    expect(it.log.slice(-2).map((entry) => w.logLine(entry, view(it), textOf))).toEqual([
      'backup-ci set the build to 4813',
      'Inventory needs a recheck: the build changed',
    ])
    it.now += days(4)
    it.clock()
    expect(lastLine(it)).toBe('Recheck due in Inventory: “Stock count agrees”')
    it.does('joon', { type: 'gate.comment', gate: 'inventory', text: sealed('erased') })
    const entry = it.log.at(-1)
    const erased = { ...view(it), names: { person: () => undefined, service: () => undefined, people: [] } }
    expect(entry && w.logLine(entry, erased, () => null)).toBe('someone commented on Inventory')
  })
})

describe('dates and numbers', () => {
  const target = Date.parse('2026-12-01T02:00:00.000Z')
  const minutes = (n: number) => n * 60_000

  test('an instant is told in the reader’s zone, with the year only if it is another', () => {
    expect(w.dateTime(target, 'Asia/Taipei', monday)).toBe('Tue 1 Dec 10:00')
    expect(w.dateTime(target, 'Asia/Taipei', monday + days(90))).toBe('Tue 1 Dec 2026 10:00')
    expect(w.dateTime(target, 'America/New_York', monday)).toBe('Mon 30 Nov 21:00')
    expect(w.date(target, 'Asia/Taipei', monday)).toBe('Tue 1 Dec')
    expect(w.dateTime(Date.parse('2026-11-30T16:05:00Z'), 'Asia/Taipei', monday)).toBe('Tue 1 Dec 00:05')
  })

  test('with its offset it is exact', () => {
    expect(w.dateTimeOffset(target, 'Asia/Taipei')).toBe('Tue 1 Dec 2026 10:00 +08:00')
    expect(w.dateTimeOffset(target, 'UTC')).toBe('Tue 1 Dec 2026 02:00 +00:00')
    expect(w.dateTimeOffset(target, 'America/New_York')).toBe('Mon 30 Nov 2026 21:00 -05:00')
  })

  test.each([
    [minutes(-18), '18 minutes ago'],
    [minutes(-1), '1 minute ago'],
    [-1000, 'now'],
    [minutes(-119), '1 hour ago'],
    [days(-1), 'yesterday'],
    [days(-7), '7 days ago'],
    [days(-8), 'Sun 15 Nov'],
    [minutes(150), 'in 2 hours'],
  ])('%d ms away is %s', (away, expected) => {
    expect(w.relative(monday + away, monday, 'Asia/Taipei')).toBe(expected)
  })

  test('durations, bounds, numbers and lists arrive finished', () => {
    expect([days(3), days(1), minutes(90), minutes(120)].map(w.duration)).toEqual([
      '3 days',
      '1 day',
      '90 minutes',
      '2 hours',
    ])
    const bounds = (min: number | null, max: number | null) => w.bounds({ kind: 'number', min, max })
    expect([bounds(98, 100), bounds(98, null), bounds(null, 100), bounds(0, 0)]).toEqual([
      '98 to 100',
      'at least 98',
      'at most 100',
      'exactly 0',
    ])
    expect(w.number(1234.5)).toBe('1,234.5')
    expect(w.list(['A', 'B', 'C'])).toBe('A, B and C')
    expect(w.shortList(['A', 'B', 'C', 'D'])).toBe('A, B, C and D')
    expect(w.shortList(['A', 'B', 'C', 'D', 'E'])).toBe('A, B, C and 2 more')
  })
})

describe('names and labels', () => {
  test('of the launch come from its pipeline, the rest from the catalogue', () => {
    const at = view(started())
    expect(w.role(at, 'technical-sme')).toBe('Technical SME')
    expect(w.role(at, 'auditor')).toBe('Auditor')
    expect(w.gate(at, 'go-no-go')).toBe('Go/no-go')
    expect(w.phase(at, 'foundations')).toBe('Foundations')
    expect(w.unit(at, 'inventory', 'INV-1')).toBe('%')
    expect(w.hint(at, 'inventory', 'INV-1')).toBeNull()
    expect(w.status('awaiting-sign-off')).toBe('Awaiting sign-off')
    expect(w.launchState('preparing.locked')).toBe('In preparation · deploys locked')
    expect(w.command('gate.submit')).toBe('Send for sign-off')
    expect(w.kind('junit')).toBe('Test report')
  })

  test('a language that the launch’s pipeline does not have is answered in the pipeline’s first', () => {
    const at = view(started())
    const korean = { ...at, texts: { ...texts, roles: { tester: { ko: 'QA 담당자' } } } }
    korean.launch = { ...at.launch, definition: { ...definition, languages: ['ko'] } }
    expect(w.role(korean, 'tester')).toBe('QA 담당자')
  })

  test('a language without a catalogue is answered in English', () => {
    expect(words('fr').lang).toBe('en')
    expect(words('constructor').lang).toBe('en')
  })
})

test('every button’s command has a line in the log', () => {
  const keys = Object.keys(en)
  const commands = keys.filter((key) => key.startsWith('command.')).map((key) => key.slice('command.'.length))
  expect(commands.length).toBeGreaterThan(30)
  expect(commands.filter((command) => !keys.includes(`log.${command}` satisfies string as Key))).toEqual([])
})
