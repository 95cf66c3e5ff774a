import type { z } from 'zod'
import { blocker } from './blocker.ts'
import { instant } from './common.ts'
import { accepted, entry, evidenceAccepted, installationLeaf, leaf } from './entry.ts'
import { asks, evidence } from './evidence.ts'
import { gate, item, launch, launchSummary } from './launch.ts'
import { entries, launches, people, person } from './lists.ts'
import { problem } from './problem.ts'
import { locked, status } from './status.ts'

/**
 * Every JSON body that the API sends, by its name in the description of the API. Types, description and tests come from these
 * schemas; the server doesn't parse what it sends. They are strict so that a test finds a field that isn't described. Clients
 * accept additional fields, because responses may grow.
 */
export const responses = {
  Status: status,
  Locked: locked,
  Launch: launch,
  Launches: launches,
  Entries: entries,
  People: people,
  Accepted: accepted,
  EvidenceAccepted: evidenceAccepted,
  Leaf: leaf,
  InstallationLeaf: installationLeaf,
  Problem: problem,
} satisfies Record<string, z.ZodType>
export type ResponseName = keyof typeof responses
export type ResponseBody = z.infer<(typeof responses)[ResponseName]>

/** Parts of responses that have a name of their own in the description. */
export const parts = {
  Blocker: blocker,
  LaunchSummary: launchSummary,
  Gate: gate,
  Item: item,
  Asks: asks,
  Evidence: evidence,
  Entry: entry,
  Person: person,
  Instant: instant,
} satisfies Record<string, z.ZodType>
