import { describe, expect, test } from 'vitest'
import type { Definition, GateDefinition } from '../../../machines/pipeline/pipeline.ts'
import { fitText, fitTitle } from '../../../server/pages/launch/graph/fit-text.ts'
import { type GraphLayout, graphLayout } from '../../../server/pages/launch/graph/layout.ts'
import { gateSize } from '../../../server/pages/launch/graph/place-gates.ts'
import { builtInPipeline } from '../../../server/pipelines/built-in.ts'

/** Where gates stand in the drawing of a launch, and how links pass between them: for our pipelines and for odd ones. */

const allOf = (definition: Definition) => new Set(definition.gates.map(({ id }) => id))
const drawIfSmall = (definition: Definition) => graphLayout(definition, allOf(definition))
function draw(definition: Definition): GraphLayout {
  const drawn = drawIfSmall(definition)
  if (drawn === null) throw new Error('too large to be drawn')
  return drawn
}

/** Pairs of gates that touch each other. */
function overlaps({ gates }: GraphLayout): string[] {
  const isBeside = (a: number, b: number, size: number) => Math.abs(a - b) >= size
  return gates.flatMap((a, at) =>
    gates
      .slice(at + 1)
      .filter((b) => !isBeside(a.x, b.x, gateSize.width) && !isBeside(a.y, b.y, gateSize.height))
      .map((b) => `${a.id} touches ${b.id}`),
  )
}

/** Links whose level part runs through a gate. */
function crossings({ gates, links }: GraphLayout): string[] {
  return links.flatMap(({ from, to, path }) => {
    const levels = [...path.matchAll(/ ([\d.-]+)H([\d.-]+)/g)].map(([, y, x]) => ({ y: Number(y), x: Number(x) }))
    return levels.flatMap(({ x, y }) =>
      gates
        .filter((gate) => x >= gate.x && x <= gate.x + gateSize.width && y >= gate.y && y <= gate.y + gateSize.height)
        .map((gate) => `${from} → ${to} runs through ${gate.id}`),
    )
  })
}

/** So many gates, spread over so many phases; each needs two before it. */
async function manyGates(count: number, phases: number): Promise<Definition> {
  const { definition } = await builtInPipeline('first-look')
  const [first] = definition.gates
  if (!first) throw new Error('first-look has no gates')
  const gates = Array.from({ length: count }, (_, at): GateDefinition => {
    const needs = [at - 7, at - 1].filter((need) => need >= 0 && at % 5 > 0).map((need) => `g${need}`)
    return { ...first, id: `g${at}`, phase: `p${Math.floor((at * phases) / count)}`, needs }
  })
  return { ...definition, phases: Array.from({ length: phases }, (_, at) => `p${at}`), gates, decision: 'g0' }
}

/** So many gates in so many phases; each needs every gate of the phase before it. */
async function everyNeed(count: number, phases: number): Promise<Definition> {
  const definition = await manyGates(count, phases)
  const before = (phase: string) => definition.phases[definition.phases.indexOf(phase) - 1]
  const idsIn = (phase?: string) => definition.gates.filter((gate) => gate.phase === phase).map(({ id }) => id)
  return { ...definition, gates: definition.gates.map((gate) => ({ ...gate, needs: idsIn(before(gate.phase)) })) }
}

describe('the built-in pipelines', async () => {
  test.each(['first-look', 'ecommerce-essential', 'ecommerce'])(
    '%s: nothing touches, nothing is hidden',
    async (id) => {
      const { definition } = await builtInPipeline(id)
      const drawn = draw(definition)
      expect(drawn.gates).toHaveLength(definition.gates.length)
      expect(overlaps(drawn)).toEqual([])
      expect(crossings(drawn)).toEqual([])
      // The box of the drawing on a desktop (see graph.css): wider ones scroll.
      expect(drawn.width).toBeLessThanOrEqual(1198)
    },
  )

  test('ecommerce stays lower than half a screen, each gate below the name of its phase', async () => {
    const { definition } = await builtInPipeline('ecommerce')
    const drawn = draw(definition)
    expect(drawn.height).toBeLessThan(360)
    const phaseAt = new Map(drawn.heads.map(({ phase, x }) => [x, phase]))
    for (const { id, x, y } of drawn.gates) {
      expect(phaseAt.get(x)).toBe(definition.gates.find((gate) => gate.id === id)?.phase)
      expect(y).toBeGreaterThanOrEqual(0)
      expect(y + gateSize.height).toBeLessThanOrEqual(drawn.height)
    }
  })

  test('a drawing is made once for the same gates', async () => {
    const { definition } = await builtInPipeline('ecommerce')
    expect(draw(structuredClone(definition))).toBe(draw(definition))
    const without = allOf(definition)
    without.delete('social-media')
    expect(graphLayout(definition, without)).not.toBe(draw(definition))
  })
})

describe('odd pipelines', () => {
  test.each([
    [60, 1],
    [60, 5],
    [30, 15],
    [80, 4],
  ])('%i gates in %i phases', async (count, phases) => {
    const drawn = draw(await manyGates(count, phases))
    expect(drawn.gates).toHaveLength(count)
    expect(overlaps(drawn)).toEqual([])
    expect(crossings(drawn)).toEqual([])
    expect(drawn.heads).toHaveLength(phases)
  })

  test('too many gates, or few with many links: none is laid out, because that would hold up every other answer', async () => {
    expect(drawIfSmall(await manyGates(121, 4))).toBeNull()
    expect(drawIfSmall(await everyNeed(21, 3))).not.toBeNull()
    expect(drawIfSmall(await everyNeed(24, 3))).toBeNull()
  })

  test('one column has at most twelve gates', async () => {
    const { gates } = draw(await manyGates(60, 1))
    const columns = new Map<number, number>()
    for (const { x } of gates) columns.set(x, (columns.get(x) ?? 0) + 1)
    expect(Math.max(...columns.values())).toBe(12)
  })
})

describe('a text that has to fit', () => {
  test('stays whole where there is room', () =>
    expect(fitText('Marketing and search', 13.5, 143)).toBe('Marketing and search'))
  test('ends with an ellipsis where there is none', () =>
    expect(fitText('Marketing, search and everything else', 13.5, 143)).toBe('Marketing, search a…'))
  test('counts Chinese and Korean letters twice as wide', () => {
    expect(fitText('行銷與搜尋引擎最佳化的準備', 13.5, 143)).toBe('行銷與搜尋引擎最佳…')
    expect(fitText('마케팅 및 검색 엔진 최적화 준비', 13.5, 143)).toMatch(/^마케팅 및 .{1,5}…$/)
  })
  test('a title gives up its brackets first', () => {
    expect(fitTitle('上線決策（Go/No-Go）', 13.5, 143)).toBe('上線決策')
    expect(fitTitle('사용자 인수 테스트(UAT)', 13.5, 143)).toBe('사용자 인수 테스트')
    expect(fitTitle('Analytics (GA)', 13.5, 143)).toBe('Analytics (GA)')
    expect(fitTitle('Marketing, search and everything (else)', 13.5, 143)).toBe('Marketing, search a…')
    expect(fitTitle('(nothing before its brackets)', 13.5, 143)).toMatch(/^\(nothing.*…$/)
  })
  test('never cuts a sign in two', () => {
    const family = '👩‍👩‍👧‍👦'
    expect(fitText(family.repeat(20), 13.5, 143).replace('…', '').replaceAll(family, '')).toBe('')
  })
  test('holds 200 letters without a space', () => expect(fitText('W'.repeat(200), 13.5, 143).length).toBeLessThan(13))
})
