import { describe, expect, test } from 'vitest'
import { en } from '../../server/words/en/index.ts'
import { nodesOf, type Source, sourcesIn } from '../support/tidy/source.ts'

/** The English catalogue holds no sentence that the product never shows. */

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
