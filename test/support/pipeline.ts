import type { Definition, ItemDefinition, Pipeline } from '../../machines/pipeline/pipeline.ts'

/** What the small pipelines of the tests are put together from. */

/** An item that is required, never ages and minds no change, unless `more` says otherwise. */
export const item = (
  id: string,
  owner: string,
  asks: ItemDefinition['asks'],
  more: Partial<ItemDefinition> = {},
): ItemDefinition => ({ id, owner, asks, required: true, freshFor: null, recheckOn: [], ...more })

export const atMost = (max: number) => ({ kind: 'number' as const, min: null, max })

/** The pipeline with texts that say no more than the names do. */
export function plainly(definition: Definition, title: string, questions: Record<string, string> = {}): Pipeline {
  const says = (text: string) => ({ en: text })
  const named = (names: readonly string[]) => Object.fromEntries(names.map((name) => [name, says(name)]))
  const itemTexts = (items: readonly ItemDefinition[]) =>
    Object.fromEntries(items.map(({ id }) => [id, { text: says(`Item ${id}`), unit: null, hint: null }]))
  return {
    definition,
    texts: {
      title: says(title),
      roles: named(definition.roles),
      phases: named(definition.phases),
      questions: Object.fromEntries(Object.entries(questions).map(([id, text]) => [id, says(text)])),
      gates: Object.fromEntries(
        definition.gates.map(({ id, items }) => [
          id,
          { title: says(`Gate ${id}`), why: says('Because.'), items: itemTexts(items) },
        ]),
      ),
    },
  }
}
