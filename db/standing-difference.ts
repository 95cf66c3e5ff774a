import type { InstallationReplay } from '../machines/installation/replay.ts'
import type { Standing } from '../machines/installation/standing.ts'
import { differenceOfValues } from './differences.ts'

/** The first difference between what the log of the installation leads to and what its rows say, or null. */
export function differenceOfStanding(replay: InstallationReplay, rows: Standing): string | null {
  const said = {
    person: Object.fromEntries(replay.people),
    service: Object.fromEntries([...replay.services].map((service) => [service, true])),
    token: Object.fromEntries(replay.tokens),
    launch: Object.fromEntries([...replay.launches].map((launch) => [launch, true])),
  }
  const found = {
    person: Object.fromEntries(rows.people.map((person) => [person.person, person])),
    service: Object.fromEntries(rows.services.map((service) => [service, true])),
    token: Object.fromEntries(rows.tokens.map((token) => [token.token, token])),
    launch: Object.fromEntries(rows.launches.map((launch) => [launch, true])),
  }
  const difference = differenceOfValues(said, found, 'installation') ?? differenceOfSessions(replay, rows)
  return difference === null ? null : `the log and the rows differ: ${difference}`
}

/** Each session was started as its row says and was not ended. One that the log doesn't see end may be gone: sessions end by age too. */
function differenceOfSessions({ sessions }: InstallationReplay, rows: Standing): string | null {
  for (const { session, person, method, startedAt } of rows.sessions) {
    const started = sessions.get(session)
    if (started === undefined) return `session ${session} of ${person} was not started, or has ended`
    if (startedAt > started.startedAt) return `session ${session} began at ${startedAt}, after its entry`
    const said = { person: started.person, method: started.method }
    const difference = differenceOfValues(said, { person, method }, `session ${session}`)
    if (difference !== null) return difference
  }
  return null
}
