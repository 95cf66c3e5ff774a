import { expect } from 'vitest'
import type { Entry } from '../../../machines/entry.ts'
import { replay } from '../../../machines/replay.ts'
import { builtInPipeline } from '../../../server/pipelines/built-in.ts'
import { type Engine, engine } from '../engine.ts'
import { sealed } from '../sealed.ts'
import { book } from './story.ts'

const { chapter, story, stories } = book()
export const hello = stories

/** The story of `hello`, entry by entry, as it was written down before the engine was. */
const lines = (log: Entry[]) =>
  log.map(({ seq, action, as, actor, gate, from, to, cause }) =>
    [
      seq,
      as ? `${action} as ${as}` : action,
      actor.id,
      gate ?? '',
      `${from ?? '–'} → ${to}`,
      cause && 'seq' in cause ? `seq ${cause.seq}` : '',
    ]
      .join(' | ')
      .trim(),
  )

const { definition } = await builtInPipeline('first-look')

chapter('hello, from its first entry to its unlock and back', () => {
  const number = (value: number) => ({ kind: 'number' as const, value })

  const unlock = (): Engine => {
    const it = engine(definition)
    it.does('priya', { type: 'launch.start' })
    it.does('chloe', { type: 'gate.tick', gate: 'content', item: 'CON-1' })
    it.does('chloe', { type: 'gate.complete', gate: 'content', ifVersion: it.seen('content') })
    it.does('tom', { type: 'gate.tick', gate: 'payment-gateway', item: 'PAY-1', evidence: number(0) })
    it.does('tom', { type: 'gate.submit', gate: 'payment-gateway', ifVersion: it.seen('payment-gateway') })
    it.does('priya', {
      type: 'gate.signOff',
      gate: 'payment-gateway',
      as: 'ecommerce-sme',
      ifVersion: it.seen('payment-gateway'),
    })
    it.does('priya', { type: 'gate.tick', gate: 'go-no-go', item: 'GNG-1' })
    it.does('priya', { type: 'gate.submit', gate: 'go-no-go', ifVersion: it.seen('go-no-go') })
    it.does('helen', { type: 'gate.signOff', gate: 'go-no-go', as: 'head-of-digital', ifVersion: it.seen('go-no-go') })
    return it
  }

  story('eight commands unlock it', () => {
    const it = unlock()
    expect(lines(it.log)).toEqual([
      '0 | launch.create | priya |  | – → draft |',
      '1 | launch.start | priya |  | draft → preparing.locked |',
      '2 | gate.tick | chloe | content | open.notStarted → open.inProgress |',
      '3 | gate.complete | chloe | content | open.inProgress → cleared.completed |',
      '4 | gate.tick | tom | payment-gateway | open.notStarted → open.inProgress |',
      '5 | gate.submit | tom | payment-gateway | open.inProgress → awaitingSignOff |',
      '6 | gate.signOff as ecommerce-sme | priya | payment-gateway | awaitingSignOff → awaitingSignOff |',
      '7 | gate.clear | engine | payment-gateway | awaitingSignOff → cleared.completed | seq 6',
      '8 | gate.tick | priya | go-no-go | open.notStarted → open.inProgress |',
      '9 | gate.submit | priya | go-no-go | open.inProgress → awaitingSignOff |',
      '10 | gate.signOff as head-of-digital | helen | go-no-go | awaitingSignOff → awaitingSignOff |',
      '11 | gate.clear | engine | go-no-go | awaitingSignOff → cleared.completed | seq 10',
      '12 | launch.unlock | engine |  | preparing.locked → preparing.unlocked | seq 10',
    ])
    expect(it.verdict()).toMatchObject({ decision: 'go', blockers: [] })
  })

  const reopen = (): Engine => {
    const it = unlock()
    it.does('helen', { type: 'gate.reopen', gate: 'content', reason: sealed('a page is missing') })
    expect(it.verdict().decision).toBe('wait')
    it.does('chloe', { type: 'gate.complete', gate: 'content', ifVersion: it.seen('content') })
    expect(it.verdict().decision).toBe('wait')
    it.does('priya', { type: 'gate.tick', gate: 'go-no-go', item: 'GNG-1' })
    it.does('priya', { type: 'gate.submit', gate: 'go-no-go', ifVersion: it.seen('go-no-go') })
    it.does('helen', { type: 'gate.signOff', gate: 'go-no-go', as: 'head-of-digital', ifVersion: it.seen('go-no-go') })
    return it
  }

  story('a reopened gate locks it, and a new go/no-go is needed to unlock it again', () => {
    const it = reopen()
    expect(lines(it.log.slice(13))).toEqual([
      '13 | gate.reopen | helen | content | cleared.completed → open.inProgress |',
      '14 | gate.recheck | engine | go-no-go | cleared.completed → open.inProgress | seq 13',
      '15 | launch.relock | engine |  | preparing.unlocked → preparing.locked | seq 13',
      '16 | gate.complete | chloe | content | open.inProgress → cleared.completed |',
      '17 | gate.tick | priya | go-no-go | open.inProgress → open.inProgress |',
      '18 | gate.submit | priya | go-no-go | open.inProgress → awaitingSignOff |',
      '19 | gate.signOff as head-of-digital | helen | go-no-go | awaitingSignOff → awaitingSignOff |',
      '20 | gate.clear | engine | go-no-go | awaitingSignOff → cleared.completed | seq 19',
      '21 | launch.unlock | engine |  | preparing.locked → preparing.unlocked | seq 19',
    ])
    expect(it.verdict().decision).toBe('go')
  })

  story('the log replays to the very same launch', () => {
    const it = reopen()
    expect(replay(JSON.parse(JSON.stringify(it.log)))).toEqual({ ok: true, state: it.state })
  })
})
