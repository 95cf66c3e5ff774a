import { nodesOf, placeOf, propertyOf, quasiText, type Source, textOf } from './source.ts'

/** Marks between words differ from language to language, so they stand in the catalogue. A middle dot stands for itself in all of them. */

const instead = 'write a message of the catalogue, or take the mark from `w.marks`'

/** Marks between two values of a view: in its text, inside an attribute, or as a string in its code. */
export function gluedInView(view: Source): string[] {
  const say = (at: number, mark: string) => `${placeOf(view, at)} glues words with “${mark.trim()}”: ${instead}.`
  const blank = (text: string) => text.replace(/[^\n]/g, ' ')
  const template = view.text.replace(/<%#[\s\S]*?%>|<!--[\s\S]*?-->|<(pre|script)\b[\s\S]*?<\/\1>/g, blank)
  const code = [...template.matchAll(/<%[\s\S]*?%>/g)].flatMap(({ 0: tag, index }) =>
    [...tag.matchAll(/(['"`])(.*?)\1/g)]
      .filter(([, , text = '']) => isGlue(text))
      .map((hit) => say(index, hit[2] ?? '')),
  )
  const attributes = [...template.matchAll(/%>([^<>"'=\n]*)(?=<%)/g)].filter(([, text = '']) => isGlue(text))
  const words = template.replace(/<%[\s\S]*?%>/g, blank).replace(/<[a-z!/][^>]*>/gi, blank)
  const marks = [...words.matchAll(/(?!·)[\p{P}\p{S}]+/gu)].filter(([mark]) => isGlue(mark))
  const found = [...marks, ...attributes].map((hit) => ({ at: hit.index, mark: hit[1] ?? hit[0] }))
  const lines = new Map(found.map(({ at, mark }) => [placeOf(view, at), say(at, mark)]))
  return [...lines.values(), ...code]
}

/** Marks between two values in the code of a page: in a template literal, or between the parts of a list. */
export function gluedInPage(source: Source): string[] {
  const say = (at: number, mark: string) => `${placeOf(source, at)} glues words with “${mark.trim()}”: ${instead}.`
  return nodesOf(source).flatMap((node) => {
    if (node.type === 'TemplateLiteral' && Array.isArray(node.quasis)) {
      const glue =
        node.quasis
          .slice(1, -1)
          .map(quasiText)
          .find((text) => text !== null && isSpacedGlue(text)) ?? null
      return glue === null ? [] : [say(node.start, glue)]
    }
    const isJoin = node.type === 'CallExpression' && propertyOf(node.callee) === 'join'
    const glue = isJoin && Array.isArray(node.arguments) ? textOf(node.arguments[0]) : null
    return glue !== null && isSpacedGlue(glue) ? [say(node.start, glue)] : []
  })
}

const isGlue = (text: string): boolean => /^\s*[,.:;()“”‘’–、，。：；（）「」]+\s*$/u.test(text)
/** Between ids and numbers the same marks stand without a space. */
const isSpacedGlue = (text: string): boolean => isGlue(text) && /\s|[、，。：；（）「」]/u.test(text)
