import { IntlMessageFormat } from 'intl-messageformat'
import { describe, expect, test } from 'vitest'
import { en } from '../../../server/words/en/index.ts'
import { nodesOf, type Source, sourcesIn } from '../../support/tidy/source.ts'

/** The English catalogue: its style, its messages as ICU reads them, and no sentence that the product never shows. */

const isCatalogue = ({ path }: Source) => /^server\/words\/en\b/.test(path)
const product = sourcesIn(['machines', 'db', 'server'], /\.ts$/).filter((source) => !isCatalogue(source))

/** The string literals of these sources, and their templates as patterns: `status.${status}` as ^status\.(.+)$. */
function textsIn(sources: readonly Source[]): { literals: Set<string>; patterns: RegExp[] } {
  const nodes = sources.flatMap(nodesOf)
  const literals = nodes.map(({ type, value }) => (type === 'Literal' && typeof value === 'string' ? value : ''))
  const templates = nodes.flatMap(({ type, quasis }) =>
    type === 'TemplateLiteral' && Array.isArray(quasis) ? [quasis.map(({ value }) => String(value.cooked))] : [],
  )
  // One that has only holes would match every key.
  const keyLike = templates.filter((pieces) => /^[a-z][a-zA-Z.-]*$/u.test(pieces.join('')))
  const patterns = keyLike.map((pieces) => {
    const escaped = pieces.map((piece) => piece.replaceAll('.', '\\.'))
    return new RegExp(`^${escaped.join('(.+?)')}$`, 'u')
  })
  return { literals: new Set(literals), patterns }
}

/** The keys that no source names, neither as a whole nor put together from codes that it names. */
function unused(keys: readonly string[], sources: readonly Source[]): string[] {
  const { literals, patterns } = textsIn(sources)
  const isNamed = (text: string): boolean =>
    literals.has(text) || patterns.some((pattern) => pattern.exec(text)?.slice(1).every(isNamed))
  return keys.filter((key) => !isNamed(key))
}

describe('every sentence is shown somewhere', () => {
  test('holds for all of English', () => expect(unused(Object.keys(en), product)).toEqual([]))

  const text = `t('page.title'); t(\`status.\${status}\`); t(\`reason.\${code}.\${first}\`); all = ['open', \`no-\${of}\`, 'role']`
  const page: Source = { path: 'server/pages/a.ts', text }
  test.each(['page.title', 'status.open', 'status.no-role', 'reason.open.role'])('lets %s be', (key) =>
    expect(unused([key], [page])).toEqual([]),
  )
  test.each(['page.titles', 'status.closed', 'reason.open.closed'])('catches %s', (key) =>
    expect(unused([key], [page])).toEqual([key]),
  )
})

type Elements = ReturnType<IntlMessageFormat['getAst']>

/** Argument names as ICU reads them; text has no name, and the # of a plural has no value. */
function argumentsIn(elements: Elements, found = new Set<string>()): Set<string> {
  const text = 0
  for (const each of elements) {
    if (each.type !== text && 'value' in each) found.add(each.value)
    if ('options' in each) for (const { value } of Object.values(each.options)) argumentsIn(value, found)
  }
  return found
}
const read = (message: string) =>
  argumentsIn(new IntlMessageFormat(message, 'en', undefined, { ignoreTag: true }).getAst())

describe('the English catalogue', () => {
  const sentences = Object.entries(en)

  test('ends every refusal with a full stop, and no line of the log', () => {
    expect(sentences.filter(([key, text]) => key.startsWith('reason.') && !text.endsWith('.'))).toEqual([])
    expect(sentences.filter(([key, text]) => key.startsWith('log.') && text.endsWith('.'))).toEqual([])
  })

  test('is ICU, and its arguments are the ones that the types read from it', () => {
    for (const [key, text] of sentences) {
      // The reading that catalogue.ts makes of a message, written with strings.
      const heads = text
        .split('{')
        .slice(1)
        .map((rest) => (rest.split('}')[0] ?? '').split(',')[0] ?? '')
      const typed = new Set(heads.filter((name) => name !== '' && !/[ #]/u.test(name)))
      expect([key, read(text)]).toEqual([key, typed])
    }
  })
})
