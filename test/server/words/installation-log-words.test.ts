import { expect, test } from 'vitest'
import { z } from 'zod'
import {
  type InstallationEntry,
  installationActionNames,
  installationActions,
} from '../../../machines/installation/entry.ts'
import { words } from '../../../server/words/index.ts'

const nobody = { people: [], person: () => undefined, service: () => undefined }
const texts = { names: nobody, textOf: () => null, roles: new Map(), zone: 'UTC' }

/** Every combination of fields that a schema of an action allows, as far as a sentence could trip over it: each optional one absent or there. */
function samplesOf(action: InstallationEntry['action']): unknown[] {
  const shape = Object.entries<z.ZodType>(installationActions[action].shape)
  const full = Object.fromEntries(shape.map(([name, schema]) => [name, sampleOf(schema)]))
  const least = Object.fromEntries(
    shape
      .filter(([, schema]) => !schema.safeParse(undefined).success && !(schema instanceof z.ZodExactOptional))
      .map(([name, schema]) => [name, schema.safeParse(null).success ? null : sampleOf(schema)]),
  )
  return [full, least].map((data) => installationActions[action].parse(data))
}

function sampleOf(schema: z.ZodType): unknown {
  const tries = [
    'p_someone',
    `c1:${'A'.repeat(43)}`,
    '2026-11-23T09:00:00.000Z',
    3,
    true,
    401,
    [],
    ...Object.values(schema instanceof z.ZodEnum ? schema.enum : {}),
  ]
  return tries.find((value) => schema.safeParse(value).success)
}

test.each(installationActionNames)('%s has a sentence, whatever its data', (action) => {
  for (const data of samplesOf(action)) {
    const entry = { v: 1, log: 'installation', seq: 0, at: '2026-11-23T09:00:00.000Z', action, data }
    for (const kind of ['person', 'service', 'operator', 'engine', 'nobody'] as const) {
      // The schema has checked that the data is of this action.
      const full = { ...entry, actor: { id: 'p_x', kind } } as InstallationEntry
      expect(words('en').installationLine(full, texts)).toMatch(/^(\p{Lu}|[sp]_)[^{}]+[^.{}]$/u)
    }
  }
})
