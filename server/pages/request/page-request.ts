import type { Request } from 'express'
import type { Person } from '../../../db/directory.ts'
import type { LogHead } from '../../../db/store.ts'
import type { Actor } from '../../../machines/entry.ts'
import { settingNames } from '../../../machines/installation/settings.ts'
import { actorOf, type Caller } from '../../auth/caller.ts'
import { listProvider } from '../../auth/identity.ts'
import { type Preferences, preferencesOf } from '../../auth/preferences.ts'
import type { IdentityProvider } from '../../auth/providers/provider.ts'
import { callerOf } from '../../auth/sessions.ts'
import { languageOf } from '../../http/language.ts'
import { countTasksOf } from '../../launches/launch-lists.ts'
import type { LaunchView } from '../../launches/read-launch.ts'
import { type RecordedLaunch, readRecorded } from '../../launches/recorded-launch.ts'
import type { Services } from '../../services.ts'
import { type Words, words } from '../../words/index.ts'

/** One request of one person: who they are, when it is, in which words, and what they are asked for. */
export interface PageRequest {
  services: Services
  req: Request
  caller: Caller
  me: Person
  actor: Actor
  now: number
  w: Words
  preferences: Preferences
  /** The name of the installation, or of the product where it has none. */
  organization: string
  /** By what this person may act as others, picked from a list; null where nobody may. */
  actAs: IdentityProvider | null
  /** How many tasks this person has now, in all launches. */
  tasks: number
  /** What the status region says when the page arrives; set before the page is drawn. */
  notice: Notice
  /** A launch as of now, read once in a request; null when there is none. Throws Damaged when it cannot be read. */
  view(launch: string): Promise<LaunchView | null>
  /** The head of its log at the version of this view, read together with it. */
  head(launch: string): Promise<LogHead | null>
}

export interface Notice {
  /** After something of this person was saved: what they do next, with the way there where it is elsewhere. */
  saved: { next: string; href: string | null } | null
  /** What others have changed since the page was last told of changes. */
  news: string | null
}

/** What an installation without a name is called. */
export const productName = 'Launchgate'

/** Null when nobody is signed in. */
export async function readPageRequest(services: Services, req: Request): Promise<PageRequest | null> {
  const caller = callerOf(req)
  if (caller?.kind !== 'person') return null
  const now = services.clock()
  const actor = actorOf(caller)
  const [actAs, tasks, organization] = await Promise.all([
    listProvider(services),
    countTasksOf(services, actor, now),
    services.store.directory.setting(settingNames.organization),
  ])
  const launches = new Map<string, Promise<RecordedLaunch | null>>()
  const recorded = (launch: string) => {
    const read = launches.get(launch) ?? readRecorded(services, launch, now)
    launches.set(launch, read)
    return read
  }
  return {
    services,
    req,
    caller,
    me: caller.person,
    actor,
    now,
    w: words(languageOf(req)),
    preferences: preferencesOf(req),
    organization: organization || productName,
    actAs,
    tasks,
    notice: { saved: null, news: null },
    view: async (launch) => (await recorded(launch))?.view ?? null,
    head: async (launch) => (await recorded(launch))?.head ?? null,
  }
}

/**
 * The value, fit for a header, if it is a path of ours; else the first page: nobody is sent elsewhere by a link. What it names
 * is judged after it was read as a browser reads it (WHATWG URL), so that dots and escapes lead nowhere else either.
 */
export function ownPath(value: unknown): string {
  if (typeof value !== 'string' || !isOwn(value)) return '/'
  const base = 'http://launchgate.invalid'
  if (!URL.canParse(value, base)) return '/'
  const { origin, pathname, search, hash } = new URL(value, base)
  const path = `${pathname}${search}${hash}`
  return origin === base && isOwn(path) ? path : '/'
}

const isOwn = (path: string) => /^\/(?![/\\])[^\\\s]*$/.test(path)
