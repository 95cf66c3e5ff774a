import { z } from 'zod'
import { entry } from './entry.ts'
import { launchSummary } from './launch.ts'

/** Lists. `next` is the value of `after` for the next page. */

export const person = z.strictObject({
  id: z.string(),
  name: z.string(),
  roles: z.array(z.string()).describe('The roles that they hold by default on new launches.'),
  admin: z.boolean(),
  auditor: z.boolean(),
  active: z.boolean(),
})

export const people = z.strictObject({ people: z.array(person), next: z.string().nullable() })
export type PeopleBody = z.infer<typeof people>

export const launches = z.strictObject({ launches: z.array(launchSummary), next: z.string().nullable() })
export type LaunchesBody = z.infer<typeof launches>

/** `next` is the last `seq` of the page; null only for an empty page. */
export const entries = z.strictObject({ entries: z.array(entry), next: z.int().nullable() })
export type EntriesBody = z.infer<typeof entries>
