import type { PowerfulRoles } from '../../machines/installation/invites.ts'
import type { Services } from '../services.ts'
import { type Words, words } from '../words/index.ts'

/** The roles of all pipelines that the installation knows, in their newest versions. */
export interface KnownRoles {
  /** Role → title, in the order of the titles. */
  titles: ReadonlyMap<string, string>
  powerful: PowerfulRoles
}

export async function knownRoles({ pipelines }: Pick<Services, 'pipelines'>, w: Words): Promise<KnownRoles> {
  const all = await pipelines.all()
  const titles = new Map<string, string>()
  for (const { definition, texts } of all) {
    const [first = ''] = definition.languages
    for (const role of definition.roles)
      if (!titles.has(role)) titles.set(role, texts.roles[role]?.[w.lang] ?? texts.roles[role]?.[first] ?? role)
  }
  return {
    titles: new Map([...titles].sort(([, a], [, b]) => w.compare(a, b))),
    powerful: {
      lead: all.map(({ definition }) => definition.lead),
      sponsor: all.map(({ definition }) => definition.sponsor),
    },
  }
}

/** The same for a rule that needs no titles. */
export const powerfulRoles = async (services: Pick<Services, 'pipelines'>): Promise<PowerfulRoles> =>
  (await knownRoles(services, words('en'))).powerful
