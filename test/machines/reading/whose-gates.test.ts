import { describe, expect, test } from 'vitest'
import { gateDueAt, isDueSoon, isDueWithinWeek, isOverdue } from '../../../machines/reading/gate-due.ts'
import { ownGates } from '../../../machines/reading/own-gates.ts'
import { nextTaskOf, peopleWithTask } from '../../../machines/reading/tasks.ts'
import { canSign } from '../../../machines/reading/waiting.ts'
import { actor, days, engine, monday } from '../../support/engine.ts'
import { launchIn, popup } from '../../support/popup.ts'
import { sealed } from '../../support/sealed.ts'

/** Which gates are whose, what comes next for whom, who can sign, and what is due. */

describe('the gates of a person', () => {
  const shop = engine(popup)
  shop.does('priya', { type: 'launch.start' })
  const gatesOf = (who: string) => [...ownGates(shop.state, who)]

  test('those they own, sign, or have required items in', () => {
    expect(gatesOf('joon')).toEqual(['stock'])
    expect(gatesOf('tom')).toEqual(['stock'])
    expect(gatesOf('wei')).toEqual(['stock'])
    expect(gatesOf('priya')).toEqual(['tests', 'go-no-go'])
    expect(gatesOf('fay')).toEqual([])
  })

  test('a waiver that somebody asked for makes a gate the sponsor’s', () => {
    expect(gatesOf('helen')).toEqual(['go-no-go'])
    shop.does('joon', {
      type: 'gate.requestWaiver',
      gate: 'stock',
      reason: sealed('late'),
      until: new Date(monday + days(3)).toISOString(),
      mitigation: sealed('little'),
      ifVersion: shop.seen('stock'),
    })
    expect(gatesOf('helen')).toEqual(['stock', 'go-no-go'])
  })
})

test('an administrator who leads is asked to start and to set the build, never for a gate', () => {
  const shop = engine(popup, { 'ecommerce-sme': ['ada'], 'technical-sme': ['ada'], 'content-team': ['ada'] })
  const next = () => nextTaskOf(shop.state, actor('ada'), shop.now)
  expect(next()).toEqual({ kind: 'launch', task: 'launch.start' })
  shop.does('ada', { type: 'launch.start' })
  expect(next()).toEqual({ kind: 'launch', task: 'launch.setCandidate' })
  shop.does('ada', { type: 'launch.setCandidate', version: '101' })
  expect(peopleWithTask(shop.state, 'pages')).toEqual(new Set(['ada']))
  expect(next()).toBeNull()
})

describe('who can sign a gate that waits for sign-off', () => {
  const waiting = launchIn('preparing.locked', { stock: { state: 'awaitingSignOff', items: 'ticked' } })
  const heldBy = (...people: string[]) => ({
    ...waiting,
    context: { ...waiting.context, people: { ...waiting.context.people, 'logistics-manager': people } },
  })

  test('who holds the role of a signer', () => {
    expect(canSign(waiting, 'stock', 'wei')).toBe(true)
    expect(canSign(waiting, 'stock', 'priya')).toBe(false)
    expect(canSign(launchIn('preparing.locked'), 'stock', 'wei')).toBe(false)
  })

  test('not who sent it or ticked an item of it', () => {
    const launch = heldBy('joon', 'tom', 'wei')
    expect(['joon', 'tom', 'wei'].filter((who) => canSign(launch, 'stock', who))).toEqual(['wei'])
  })
})

describe('when a gate is due', () => {
  const open = launchIn('preparing.locked', { stock: { state: 'open.inProgress', items: 'open' } })
  const dueAt = open.context.targetAt - days(6)

  test('never for one that is ready, that has no date, or whose launch is over', () => {
    expect(gateDueAt(open, 'stock')).toBe(dueAt)
    expect(gateDueAt(open, 'pages')).toBeNull()
    expect(gateDueAt(open, 'go-no-go')).toBeNull()
    expect(gateDueAt({ ...open, state: 'launched' }, 'stock')).toBeNull()
  })

  test.each([
    [days(2), false, false],
    [days(2) - 1, true, false],
    [0, true, false],
    [-1, false, true],
  ])('%i ms before: soon %s, overdue %s', (left, soon, overdue) => {
    expect([isDueSoon(dueAt, dueAt - left), isOverdue(dueAt, dueAt - left)]).toEqual([soon, overdue])
  })

  test('a week has seven days, and what is overdue counts', () => {
    expect([8, 7, 0, -3].map(isDueWithinWeek)).toEqual([false, true, true, true])
  })
})
