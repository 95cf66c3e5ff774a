import type { Request } from 'express'
import type { Person } from '../../db/store.ts'
import type { Actor } from '../../machines/entry.ts'
import { actorOf, type Caller } from '../auth/caller.ts'
import { callerOf } from '../auth/sessions.ts'
import { demoMode } from '../demo.ts'
import { languageOf } from '../language.ts'
import { type LaunchView, readLaunch, readLaunches } from '../read-launch.ts'
import type { Services } from '../services.ts'
import { type Words, words } from '../words/index.ts'

/** One request of one person: who they are, when it is, in which words, and every launch as of now. */
export interface Visit {
  services: Services
  req: Request
  caller: Caller
  me: Person
  actor: Actor
  now: number
  w: Words
  demo: boolean
  launches: LaunchView[]
}

/** Null when nobody is signed in. */
export async function visitOf(services: Services, req: Request): Promise<Visit | null> {
  const caller = callerOf(req)
  if (caller?.kind !== 'person') return null
  const now = services.clock()
  const [demo, launches] = await Promise.all([demoMode(services), readLaunches(services, now)])
  // Left out of the list because it is damaged, it must fail at its own address, not be missing there.
  const { launch: named } = req.params
  if (typeof named === 'string' && !launches.some(({ launch }) => launch.launch === named))
    await readLaunch(services, named, now)
  return {
    services,
    req,
    caller,
    me: caller.person,
    actor: actorOf(caller),
    now,
    w: words(languageOf(req)),
    demo,
    launches,
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
