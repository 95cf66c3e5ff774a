import { hasVisibleCharacter } from '../typed-text.ts'
import type { Pipeline, Text } from './pipeline.ts'
import type { PipelinePath, PipelineProblem } from './pipeline-problem.ts'

/** The longest title, name or item sentence, and the longest other text, in UTF-16 units. */
const titleLength = 200
const textLength = 4_000

/** A text that a pipeline must have in each of its languages. `longest` is in UTF-16 units. */
interface RequiredText {
  path: PipelinePath
  text: Text | undefined
  longest: number
}

/** Every text of a pipeline exists in each of its languages, and can be shown on a page. */
export function checkTexts(pipeline: Pipeline): PipelineProblem[] {
  return requiredTexts(pipeline).flatMap((each) =>
    pipeline.definition.languages.flatMap((language) => checkText(each, language)),
  )
}

function checkText({ path, text, longest }: RequiredText, language: string): PipelineProblem[] {
  const said = text !== undefined && Object.hasOwn(text, language) ? text[language] : undefined
  const part = path.join('.')
  const at = said === undefined ? path : [...path, language]
  if (said === undefined || !hasVisibleCharacter(said))
    return [
      {
        path: at,
        code: said === undefined ? 'missing-text' : 'empty-text',
        params: { language, part },
      },
    ]
  if (said.length > longest)
    return [
      {
        path: at,
        code: 'text-too-long',
        params: { language, part, length: String(said.length), longest: String(longest) },
      },
    ]
  // A lone surrogate or NUL cannot be sealed or stored, so it must not come in here either.
  if (said.includes('\0') || !said.isWellFormed())
    return [
      {
        path: at,
        code: 'invalid-character',
        params: { language, part },
      },
    ]
  return []
}

function requiredTexts({ definition, texts }: Pipeline): RequiredText[] {
  const title = (path: PipelinePath, text: Text | undefined): RequiredText => ({ path, text, longest: titleLength })
  const long = (path: PipelinePath, text: Text | undefined): RequiredText => ({ path, text, longest: textLength })
  return [
    title(['title'], texts.title),
    ...definition.roles.map((id) => title(['roles', id], own(texts.roles, id))),
    ...definition.phases.map((id) => title(['phases', id], own(texts.phases, id))),
    ...definition.questions.map(({ id }) => long(['questions', id, 'text'], own(texts.questions, id))),
    ...definition.gates.flatMap((gate) => {
      const at = ['gates', gate.id]
      const said = own(texts.gates, gate.id)
      return [
        title([...at, 'title'], said?.title),
        long([...at, 'why'], said?.why),
        ...gate.items.flatMap((item) => {
          const itemAt = [...at, 'items', item.id]
          const sentences = said === undefined ? undefined : own(said.items, item.id)
          return [
            title([...itemAt, 'text'], sentences?.text),
            ...(sentences?.short ? [title([...itemAt, 'short'], sentences.short)] : []),
            ...(sentences?.unit ? [title([...itemAt, 'asks', 'unit'], sentences.unit)] : []),
            ...(sentences?.hint ? [long([...itemAt, 'asks', 'hint'], sentences.hint)] : []),
          ]
        }),
      ]
    }),
  ]
}

/** Ids may be words like `constructor`, which every object seems to have. */
function own<T>(record: Record<string, T>, key: string): T | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined
}
