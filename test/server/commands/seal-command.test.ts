import { describe, expect, expectTypeOf, test } from 'vitest'
import { createCommand, personCommand } from '../../../machines/commands.ts'
import type { Code, Commitment, FreeText, PersonId, Pseudonym, SealedValue } from '../../../machines/commitment.ts'
import type { Command } from '../../../machines/entry.ts'
import { engine } from '../../../machines/events.ts'
import { whyUnreadable } from '../../../machines/replay.ts'
import { buildEntry } from '../../../machines/step.ts'
import { type EvidenceCommand, sealCommand, sealCreate } from '../../../server/commands/seal-command.ts'
import { popupPipeline } from '../../support/popup.ts'
import { somebody, textsOf, typedInto, whisper, whispers } from '../../support/typed-texts.ts'

/** Nothing private gets into a log: every command, with a text in every field that takes one. */

const file: EvidenceCommand = {
  type: 'gate.tick',
  gate: 'pages',
  item: 'CON-2',
  evidence: { kind: 'file', name: `${whisper} plan.txt`, type: 'text/plain', size: 1, sha256: 'aa' },
}
const commands = [
  ...personCommand.options.flatMap((option) => typedInto(option).map((each) => personCommand.parse(each))),
  ...typedInto(createCommand).map((each) => createCommand.parse(each)),
  file,
]
const pseudonymOf = (id: string) => (id === somebody ? 'p_sam' : null)
const seal = (command: (typeof commands)[number]) =>
  command.type === 'launch.create'
    ? sealCreate({ ...command, people: command.people ?? {} }, popupPipeline, pseudonymOf)
    : sealCommand(command, pseudonymOf)
const named = commands.map((command) => {
  const texts = textsOf(command)
  const paths = texts.map(([path]) => path).join(', ')
  return { name: `${command.type} (${paths || 'no text'})`, command, texts }
})
const privateCommands = named.filter(({ texts }) => texts.length > 0)

/** The command as its entry would hold it. */
const entry = (command: Command) =>
  buildEntry(
    { launch: 'aurora', seq: 1, commitId: 'r_1' },
    command,
    { actor: engine, at: 0 },
    { from: command.type === 'launch.create' ? null : 'draft', to: 'draft' },
  )

/** A copy in which the value at this path is another. */
function changed(value: unknown, [name, ...rest]: string[], leaf: unknown): unknown {
  if (name === undefined) return leaf
  if (typeof value !== 'object' || value === null) throw new Error(`there is no ${name} to change`)
  return { ...value, [name]: changed(new Map(Object.entries(value)).get(name), rest, leaf) }
}

test('the schemas were asked well: the texts that everybody knows of are among those found', () => {
  const found = named.flatMap(({ command, texts }) => texts.map(([path]) => `${command.type} ${path}`))
  expect(found).toEqual(expect.arrayContaining(['gate.comment text', 'gate.tick evidence.url', 'launch.create store']))
  expect(found).toEqual(expect.arrayContaining(['gate.addItem asks.unit', 'gate.requestWaiver mitigation']))
})

describe('a sealed command', () => {
  test.each(named)('holds no text and no person in clear: $name', ({ command, texts }) => {
    const sealed = seal(command)
    expect(whispers(sealed.command), JSON.stringify(sealed.command)).toBe(false)
    const values = sealed.privateTexts.map(({ value }) => value)
    expect(values).toEqual(expect.arrayContaining(texts.map(([, text]) => text)))
    expect(whyUnreadable(entry(sealed.command))).toBeNull()
  })
})

describe('an entry cannot be read, so no store takes it', () => {
  test.each(privateCommands)('when one of its texts is not sealed: $name', ({ command, texts }) => {
    for (const [path, text] of texts)
      for (const wrong of [text, `c1:${text}`]) {
        const sealed = entry(seal(command).command)
        const data = changed(sealed.data, path.split('.'), wrong) as Record<string, unknown>
        expect(whyUnreadable({ ...sealed, data }), path).toMatch(/cannot be read: .*not sealed/)
      }
  })

  test.each(named)('when it has a field that its command has not: $name', ({ command }) => {
    const sealed = entry(seal(command).command)
    expect(whyUnreadable({ ...sealed, data: { ...sealed.data, remark: whisper } })).toMatch(/cannot be read: .*remark/)
  })
})

test('the type checker turns free text into commitments and people into pseudonyms, and refuses what has no kind', () => {
  interface Plain {
    type: 'gate.comment'
    remark?: FreeText
    notes: FreeText[]
    deep: { by: PersonId | null; item: Code; count: number }
  }
  interface AfterSealing {
    type: 'gate.comment'
    remark?: Commitment
    notes: Commitment[]
    deep: { by: Pseudonym | null; item: string; count: number }
  }
  expectTypeOf<SealedValue<Plain>>().toEqualTypeOf<AfterSealing>()
  expectTypeOf<SealedValue<{ remark: string }>>().toEqualTypeOf<{ remark: never }>()
  expectTypeOf<FreeText>().not.toExtend<Commitment>()
  expectTypeOf<string>().not.toExtend<Commitment>()
  expectTypeOf<PersonId>().not.toExtend<Pseudonym>()
  expectTypeOf<FreeText>().not.toExtend<Code>()
})
