import type { Store } from '../../db/store.ts'
import type { PersonCommand } from '../../machines/commands.ts'
import { holdersOf, isOver } from '../../machines/reading/queries.ts'
import type { LaunchState } from '../../machines/state.ts'
import { handleCommand } from '../commands/handle-command.ts'
import type { Services } from '../services.ts'
import { renewed, setCurrentName } from './current.ts'
import { demoMode, seedStory, stories } from './seed.ts'

/**
 * Archives what visitors made of `aurora` and `hello`, cancelling what is not launched, and makes the next of each
 * (`aurora-2`, `hello-2` …); gives their names when they are complete, and null where there is no demo. Who asks while
 * this is going on gets the same answer.
 */
export function resetDemo(services: Services): Promise<string[] | null> {
  const { store } = services
  const running = resets.get(store)
  if (running) return running
  const reset = resetOnce(services).finally(() => resets.delete(store))
  resets.set(store, reset)
  return reset
}

const resets = new WeakMap<Store, Promise<string[] | null>>()

async function resetOnce(services: Services): Promise<string[] | null> {
  if (!(await demoMode(services))) return null
  const next: string[] = []
  for (const name of renewed) {
    const made = (await services.store.slugs()).filter((slug) => numberOf(name, slug) > 0)
    for (const slug of made) {
      const launch = await services.store.load(slug)
      if (launch) await close(services, launch)
    }
    const number = 1 + Math.max(0, ...made.map((slug) => numberOf(name, slug)))
    const slug = number === 1 ? name : `${name}-${number}`
    await seedStory(services, stories[name], slug)
    await setCurrentName(services.store, name, slug)
    next.push(slug)
  }
  return next
}

/** 1 for `aurora`, 2 for `aurora-2`, 0 for a launch of another name. */
function numberOf(name: string, slug: string): number {
  if (slug === name) return 1
  const [, number] = new RegExp(`^${name}-([1-9][0-9]*)$`).exec(slug) ?? []
  return number === undefined ? 0 : Number(number)
}

/** Whoever leads it now puts it away. */
async function close(services: Services, launch: LaunchState): Promise<void> {
  if (launch.context.archived) return
  if (!isOver(launch)) await asLead(services, launch, { type: 'launch.cancel', reason: 'Demo reset.' })
  await asLead(services, launch, { type: 'launch.archive' })
}

async function asLead(services: Services, launch: LaunchState, command: PersonCommand): Promise<void> {
  const people = await services.store.directory.people()
  const leads = holdersOf(launch, launch.definition.lead)
  const person = people.find(({ pseudonym }) => leads.includes(pseudonym))
  if (!person) throw new Error(`nobody leads ${launch.launch}`)
  const caller = { kind: 'person', person, token: null } as const
  const outcome = await handleCommand(services, { caller, launch: launch.launch, command, route: 'demo' })
  if (outcome.kind !== 'accepted') throw new Error(`${launch.launch} cannot be put away: ${JSON.stringify(outcome)}`)
}
