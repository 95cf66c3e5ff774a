import { type IsAbsent, verdictWithoutAbsent, waitingForPresent } from '../../machines/reading/absent.ts'
import { type AskedBuild, type Verdict, verdict } from '../../machines/reading/verdict.ts'
import type { Waiting } from '../../machines/reading/waiting.ts'
import type { LaunchView, Names } from './read-launch.ts'

/** What a launch says about people, without those who were deactivated. */

export const absentIn =
  (names: Names): IsAbsent =>
  (pseudonym) =>
    names.person(pseudonym)?.active === false

export function verdictOf(view: LaunchView, asked: AskedBuild = { build: 'current' }): Verdict {
  return verdictWithoutAbsent(view.launch, verdict(view.launch, view.now, asked), absentIn(view.names))
}

export const waitingIn = (view: LaunchView, gate: string): Waiting[] =>
  waitingForPresent(view.launch, gate, absentIn(view.names))
