import { readFile } from 'node:fs/promises'
import { describe, expect, test } from 'vitest'
import { en } from '../../../server/words/en/index.ts'
import { days, engine } from '../../support/engine.ts'
import { sealed } from '../../support/sealed.ts'
import { definition, other, pricingDone, said, started, stockSent, view, w } from './aurora-in-words.ts'

/** What a launch page says is in the way. */

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
