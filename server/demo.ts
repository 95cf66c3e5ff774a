import { type Person, type Store, Taken } from '../db/store.ts'
import type { CreateCommand, PersonCommand } from '../machines/commands.ts'
import { isDraft } from '../machines/queries.ts'
import type { LaunchState } from '../machines/state.ts'
import { addPerson } from './auth/people.ts'
import { mayBeDemo } from './config.ts'
import { type CommandOutcome, handleCommand } from './handle-command.ts'
import type { Services } from './services.ts'

/** The demo: its people, and a launch that they made through the one door, so that its log is a real one. */

interface Member {
  id: string
  name: string
  roles: string[]
  admin?: true
  auditor?: true
}

const cast: readonly Member[] = [
  { id: 'priya', name: 'Priya Nair', roles: ['ecommerce-sme'] },
  { id: 'helen', name: 'Helen Cho', roles: ['head-of-digital'] },
  { id: 'tom', name: 'Tom Becker', roles: ['backend-developer'] },
  { id: 'ana', name: 'Ana Ruiz', roles: ['technical-sme'] },
  { id: 'lin', name: '林雅婷', roles: ['frontend-developer'] },
  { id: 'sam', name: 'Sam Okafor', roles: ['tester'] },
  { id: 'joon', name: '박준', roles: ['inventory-manager'] },
  { id: 'wei', name: '陳偉', roles: ['logistics-manager'] },
  { id: 'marta', name: 'Marta Silva', roles: ['marketing-manager'] },
  { id: 'ben', name: 'Ben Ito', roles: ['business-analyst'] },
  { id: 'chloe', name: 'Chloe Martin', roles: ['content-team'] },
  { id: 'yuna', name: '김유나', roles: ['customer-service'] },
  { id: 'fay', name: 'Fay Stone', roles: ['full-stack-developer'] },
  { id: 'omar', name: 'Omar Haddad', roles: [], auditor: true },
  { id: 'ada', name: 'Ada Byrne', roles: [], admin: true },
]

const mark = 'demo'
const day = 24 * 60 * 60 * 1000
const tenInTaipei = 2 * 60 * 60 * 1000

/** Whether people may be picked at sign-in: asked for or marked, and never where others than this machine reach it nor in production. */
export async function demoMode({ config, store }: Services): Promise<boolean> {
  return mayBeDemo(config) && (config.demo || (await isDemoDatabase(store)))
}

/** Whether the demo was put into this database. */
export async function isDemoDatabase(store: Store): Promise<boolean> {
  return (await store.directory.setting(mark)) !== null
}

/** Whether anybody may take this person's place in the demo: the cast and nobody else. */
export function isOfCast({ id, email }: Pick<Person, 'id' | 'email'>): boolean {
  return cast.some((each) => each.id === id && emailOf(each) === email)
}

/**
 * The people of the demo and the launch `hello`, complete when this resolves; the database is marked, so that the demo
 * stays after a restart. When nothing was to be done, `why`: it was there, the database has people of its own (who could
 * then be picked by anybody), or the settings are not those of a demo. May run twice at once, and after a run that broke off.
 */
export async function seedDemo(
  services: Services,
): Promise<{ seeded: boolean; why: 'there' | 'not-empty' | 'not-here' | null }> {
  const { config, store } = services
  if (!mayBeDemo(config)) return { seeded: false, why: 'not-here' }
  if (await isDemoDatabase(store)) return { seeded: false, why: 'there' }
  if (!(await store.directory.people()).every(isOfCast)) return { seeded: false, why: 'not-empty' }
  await addCast(store)
  await makeHello(services)
  await store.directory.setSetting(mark, 'yes')
  return { seeded: true, why: null }
}

/** Those of the cast who are missing. */
export async function addCast(store: Store): Promise<void> {
  const there = new Set((await store.directory.people()).map(({ id }) => id))
  for (const member of cast.filter(({ id }) => !there.has(id))) {
    const { id, name, roles, admin = false, auditor = false } = member
    try {
      await addPerson(store, { id, name, email: emailOf(member), roles, admin, auditor })
    } catch (error) {
      // Another process seeds at the same time.
      if (!(error instanceof Taken && (await store.directory.person(id)))) throw error
    }
  }
}

const emailOf = ({ id }: Member): string => `${id}@example.com`

const hello = 'hello'

/** Each step is taken only where it is missing; a refusal is no matter when somebody else has just done the same. */
async function makeHello(services: Services): Promise<void> {
  if ((await services.store.load(hello)) === null) {
    const roles = services.pipelines.get('first-look')?.definition.roles ?? []
    const holders = (role: string) => cast.filter((member) => member.roles.includes(role)).map(({ id }) => id)
    await asPriya(services, {
      type: 'launch.create',
      pipeline: 'first-look',
      slug: hello,
      title: 'Hello',
      targetAt: new Date(Math.floor(services.clock() / day) * day + 14 * day + tenInTaipei).toISOString(),
      timeZone: 'Asia/Taipei',
      people: Object.fromEntries(roles.map((role) => [role, holders(role)])),
    })
  }
  await until(services, (launch) => !isDraft(launch), { type: 'launch.start' })
  await until(services, (launch) => launch.context.public, { type: 'launch.setPublicStatus', public: true })
}

async function until(services: Services, done: (launch: LaunchState) => boolean, command: PersonCommand) {
  const before = await services.store.load(hello)
  if (before !== null && done(before)) return
  const outcome = await asPriya(services, command)
  const after = await services.store.load(hello)
  if (after === null || !done(after)) throw new Error(`the demo could not be made: ${saidBy(outcome)}`)
}

async function asPriya(services: Services, command: CreateCommand | PersonCommand): Promise<CommandOutcome> {
  const person = await services.store.directory.person('priya')
  if (!person) throw new Error('Priya is not in the directory')
  const caller = { kind: 'person', person, token: null } as const
  return handleCommand(services, { caller, launch: hello, command, route: 'demo' })
}

function saidBy(outcome: CommandOutcome): string {
  return outcome.kind === 'refused' ? JSON.stringify(outcome.refusal) : outcome.kind
}
