import { describe, expect, test } from 'vitest'
import { changesNothing } from '../../machines/changes-nothing.ts'
import { isNamed, isRolledBack, isSameBuild } from '../../machines/reading/queries.ts'
import { launchIn } from '../support/popup.ts'

/** Builds are compared after Unicode normalization, also where an older entry holds a name as it was sent. */

const composed = 'caf\u00e9-1'
const decomposed = 'cafe\u0301-1'
const forms = [composed, decomposed, ` ${decomposed} `]
const pairs = forms.flatMap((a) => forms.map((b): [string, string] => [a, b]))

describe('one build typed in two ways', () => {
  test.each(pairs)('%j and %j', (a, b) => {
    expect(isNamed({ version: a, commit: null }, b)).toBe(true)
    expect(isNamed({ version: '4812', commit: a }, b)).toBe(true)
    expect(isSameBuild({ version: a, commit: b }, { version: b, commit: a })).toBe(true)
    expect(isSameBuild({ version: a, commit: null }, { version: b, commit: null })).toBe(true)
    expect(isRolledBack({ rolledBack: [{ version: a, commit: null }] }, { version: b, commit: null })).toBe(true)
    expect(isRolledBack({ rolledBack: [{ version: '1', commit: a }] }, { version: '2', commit: b })).toBe(true)
    const launch = launchIn('held', {}, a)
    const commit = launch.context.candidate?.commit ?? ''
    expect(changesNothing(launch, { type: 'launch.setCandidate', version: b, commit })).toBe(true)
  })

  test('others stay others', () => {
    expect(isNamed({ version: composed, commit: null }, 'cafe-1')).toBe(false)
    expect(isSameBuild({ version: composed, commit: null }, { version: composed, commit: composed })).toBe(false)
    expect(isSameBuild(null, { version: composed, commit: null })).toBe(false)
    expect(isSameBuild(null, null)).toBe(true)
    const rolledBack = [{ version: '1', commit: null }]
    expect(isRolledBack({ rolledBack }, { version: '2', commit: null })).toBe(false)
  })
})
