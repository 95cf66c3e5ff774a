import { isDamage } from '../../db/store.ts'
import type { GateDefinition } from '../../machines/pipeline/pipeline.ts'
import { findGate, gateOf, isAwaitingSignOff, isReady, isTicked, itemStateOf } from '../../machines/reading/queries.ts'
import type { GateState } from '../../machines/state.ts'
import { statusText } from '../api/status-texts.ts'
import { judge } from '../launches/judgements.ts'
import { type LaunchView, readLaunch } from '../launches/read-launch.ts'
import type { Services } from '../services.ts'
import { currentName, type Renewed, renewed } from './current.ts'

/** The first steps in the demo: what to try, by whom, and what a deploy is told meanwhile. */

/** What a step asks for, as its sentence is called. */
export type StepName = 'count' | 'sign' | 'complete' | 'pay' | 'decide' | 'unlock'

interface Step {
  /** Whose launch: one of those that a reset renews. */
  of: Renewed
  gate: string
  /** What is asked next, and of whom. */
  asks: (gate: GateState) => { name: StepName; by: string }
  isDone: (definition: GateDefinition, gate: GateState) => boolean
}

const steps: readonly Step[] = [
  {
    of: 'aurora',
    gate: 'inventory',
    asks: () => ({ name: 'count', by: 'joon' }),
    isDone: (_, gate) => isTicked(itemStateOf(gate.context, 'INV-1')),
  },
  { of: 'aurora', gate: 'user-acceptance', asks: () => ({ name: 'sign', by: 'yuna' }), isDone: isReady },
  { of: 'hello', gate: 'content', asks: () => ({ name: 'complete', by: 'chloe' }), isDone: isReady },
  {
    of: 'hello',
    gate: 'payment-gateway',
    asks: (gate) => (isAwaitingSignOff(gate) ? { name: 'sign', by: 'priya' } : { name: 'pay', by: 'tom' }),
    isDone: isReady,
  },
  {
    of: 'hello',
    gate: 'go-no-go',
    asks: (gate) => (isAwaitingSignOff(gate) ? { name: 'unlock', by: 'helen' } : { name: 'decide', by: 'priya' }),
    isDone: isReady,
  },
]

export interface TourStep {
  name: StepName
  done: boolean
  /** The id of who does it. */
  by: string
  gate: string
  view: LaunchView
}

/** What the deploy endpoint answers a pipeline without a token now. */
export interface ShownDeploy {
  address: string
  isOpen: boolean
  text: string
}

export interface Tour {
  steps: TourStep[]
  /** Of the launch that the page is about, else of `hello`; null where it tells the public nothing. */
  deploy: ShownDeploy | null
}

/** Null when the demo's launches are not there or can't be read: their own pages say why. Costs the two launches from memory, and a text that is kept for as long as it is true. */
export async function readTour(services: Services, now: number, here: string | null): Promise<Tour | null> {
  const [aurora, hello] = await Promise.all(
    renewed.map(async (name) =>
      readLaunch(services, await currentName(services.store, name), now).catch(nullIfDamaged),
    ),
  )
  if (!aurora || !hello) return null
  const views = { aurora, hello }
  const told = steps.filter(({ of, gate }) => findGate(views[of].launch.definition, gate) !== undefined)
  const isAbout = here === aurora.launch.launch ? aurora : hello
  return {
    steps: told.map(({ of, gate: id, asks, isDone }) => {
      const { definition, gate } = gateOf(views[of].launch, id)
      return { ...asks(gate), done: isDone(definition, gate), gate: id, view: views[of] }
    }),
    deploy: await shownDeploy(services, isAbout.launch.launch, now),
  }
}

function nullIfDamaged(error: unknown): null {
  if (isDamage(error)) return null
  throw error
}

async function shownDeploy(services: Services, slug: string, now: number): Promise<ShownDeploy | null> {
  const stored = await services.store.load(slug)
  if (!stored?.context.public) return null
  const build = stored.context.candidate?.version
  const asked = build === undefined ? ({ build: 'unnamed' } as const) : ({ build: 'named', name: build } as const)
  const judgement = judge(stored, now, asked)
  const text = await statusText(services, stored, judgement, { form: 'text', asked, language: 'en', people: false })
  const query = build === undefined ? '' : `candidate=${encodeURIComponent(build)}&`
  return {
    address: `${services.config.baseUrl}/api/v1/launches/${slug}/deploy?${query}format=text`,
    isOpen: judgement.verdict.decision === 'go',
    text: Buffer.from(text(now, ''), 'latin1').toString(),
  }
}
