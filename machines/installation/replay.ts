import { losesPermission } from './directory.ts'
import type { InstallationData, InstallationEntry } from './entry.ts'
import type { Standing } from './standing.ts'

type StandingPerson = Standing['people'][number]
type StandingToken = Standing['tokens'][number]
type StandingSession = Standing['sessions'][number]

/**
 * The installation's log, replayed entry by entry: who may do what after it, who is signed in, and which launches there are. A session
 * that ended by age has no entry, so it stays among the sessions.
 */
export class InstallationReplay {
  readonly people = new Map<string, StandingPerson>()
  readonly services = new Set<string>()
  readonly tokens = new Map<string, StandingToken>()
  /** By name. */
  readonly sessions = new Map<string, StandingSession>()
  readonly launches = new Set<string>()
  /** The people and invites whose texts were deleted. */
  readonly erased = new Set<string>()
  /** How many entries were replayed. */
  size = 0

  /** Applies the next entry; else why it can't follow those before it. */
  add(entry: InstallationEntry): string | null {
    if ((entry.action === 'installation.begin') !== (this.size === 0))
      return this.size === 0 ? 'the first entry is not installation.begin' : 'only the first entry may begin a log'
    const difference = this.#apply(entry) ?? this.#differenceOfActor(entry)
    if (difference === null) this.size += 1
    return difference
  }

  /** A new action must say here what it changes of the standing, or that it changes nothing. */
  #apply(entry: InstallationEntry): string | null {
    switch (entry.action) {
      case 'installation.begin':
        return this.#begin(entry.data)
      case 'person.add':
        return this.#addPerson(entry.data)
      case 'person.change':
        return this.#changePermissions(entry.data)
      case 'person.deactivate':
        return this.#deactivate(entry.data.person)
      case 'person.activate':
        return this.#changePerson(entry.data.person, { active: true })
      case 'person.erase':
        return this.#erase(entry.data)
      case 'service.add':
        return this.#addService(entry.data.service)
      case 'token.create':
        return this.#addToken({ ...entry.data, revoked: false })
      case 'token.revoke':
        return this.#revoke(entry.data.token)
      case 'session.start':
        return this.#startSession({ ...entry.data, startedAt: entry.at })
      case 'session.end':
        return this.#endSession(entry.data)
      case 'launch.create':
        return this.#addLaunch(entry.data.launch)
      case 'password.change':
        this.#endSessions(entry.data.person)
        return null
      case 'installation.restore':
        this.sessions.clear()
        return null
      case 'sign-in.fail':
      case 'setup.fail':
      case 'setup.complete':
      case 'invite.accept':
      case 'identity.add':
      case 'passkey.add':
      case 'passkey.remove':
      case 'link.create':
      case 'invite.create':
      case 'invite.renew':
      case 'invite.revoke':
      case 'settings.change':
      case 'mail.fail':
      case 'access.deny':
      case 'log.view':
      case 'log.export':
        return null
    }
  }

  #begin({ people, services, tokens, sessions, launches }: InstallationData<'installation.begin'>): null {
    for (const person of people) this.people.set(person.person, person)
    for (const service of services) this.services.add(service)
    for (const token of tokens) this.tokens.set(token.token, token)
    for (const session of sessions) this.sessions.set(session.session, session)
    for (const launch of launches) this.launches.add(launch)
    return null
  }

  #addPerson(data: InstallationData<'person.add'>): string | null {
    const { person } = data
    if (this.people.has(person)) return `${person} is there already`
    this.people.set(person, { person, ...permissionsIn(data), active: true })
    return null
  }

  #changePermissions({ person: id, roles, admin, auditor }: InstallationData<'person.change'>): string | null {
    const person = this.people.get(id)
    if (person !== undefined && losesPermission(person, { roles, admin, auditor })) this.#endSessions(id)
    return this.#changePerson(id, { roles, admin, auditor })
  }

  #changePerson(id: string, change: Partial<StandingPerson>): string | null {
    const person = this.people.get(id)
    if (person === undefined) return `the log doesn't know ${id}`
    this.people.set(id, { ...person, ...change })
    return null
  }

  #deactivate(id: string): string | null {
    for (const token of this.tokens.values()) if (token.holder === id) this.#revoke(token.token)
    this.#endSessions(id)
    return this.#changePerson(id, { active: false })
  }

  #erase({ person, invites }: InstallationData<'person.erase'>): string | null {
    for (const each of [person, ...invites]) this.erased.add(each)
    return this.#deactivate(person)
  }

  #endSessions(person: string): void {
    for (const session of this.sessions.values()) if (session.person === person) this.sessions.delete(session.session)
  }

  #addService(service: string): string | null {
    if (this.services.has(service)) return `${service} is there already`
    this.services.add(service)
    return null
  }

  #addToken(token: StandingToken): string | null {
    if (this.tokens.has(token.token)) return `the token ${token.token} is there already`
    const isActive = this.people.get(token.holder)?.active ?? this.services.has(token.holder)
    if (!isActive) return `the token ${token.token} is given to ${token.holder}, who is not active`
    this.tokens.set(token.token, token)
    return null
  }

  #revoke(id: string): string | null {
    const token = this.tokens.get(id)
    if (token === undefined) return `the log doesn't know the token ${id}`
    this.tokens.set(id, { ...token, revoked: true })
    return null
  }

  #startSession(session: StandingSession): string | null {
    if (this.people.get(session.person)?.active !== true) return `${session.person} signs in, who is not active`
    this.sessions.set(session.session, session)
    return null
  }

  #endSession({ session, person }: InstallationData<'session.end'>): string | null {
    if (this.sessions.get(session)?.person !== person) return `${person} has no session ${session}`
    this.sessions.delete(session)
    return null
  }

  #addLaunch(launch: string): string | null {
    if (this.launches.has(launch)) return `the launch ${launch} is there already`
    this.launches.add(launch)
    return null
  }

  #differenceOfActor({ actor: { id, kind } }: InstallationEntry): string | null {
    if (kind === 'person' && !this.people.has(id)) return `the log doesn't know its author ${id}`
    if (kind === 'service' && !this.services.has(id)) return `the log doesn't know its author ${id}`
    return null
  }
}

/** The pseudonyms and invites that an entry is about or by: erasing one of them deletes its texts. */
export function subjectsOf({ actor, data }: InstallationEntry): string[] {
  const fields: Record<string, unknown> = { ...data }
  return [actor.id, fields.person, fields.invite].filter((each) => typeof each === 'string')
}

const permissionsIn = ({ roles, admin, auditor }: Pick<StandingPerson, 'roles' | 'admin' | 'auditor'>) => ({
  roles,
  admin,
  auditor,
})
