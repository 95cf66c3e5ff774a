/** Text in an SVG does not wrap, so its width is estimated here, as a multiple of the font size. Estimates are slightly too wide. */

const wide =
  /[\u1100-\u11ff\u2e80-\ua4cf\ua960-\ua97c\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6]|\p{Emoji_Presentation}|\p{Extended_Pictographic}/u
/** The first match counts. Letters of scripts other than Latin get the width of the widest of them. */
const widths: readonly [RegExp, number][] = [
  [wide, 1.05],
  [/[ .,:;!'’·|ijlI]/, 0.29],
  [/[()[\]/ftr-]/, 0.39],
  [/[mwMW@%&—]/, 0.91],
  [/\p{Lu}/u, 0.72],
  [/[\p{Script=Latin}\d]/u, 0.57],
]

const widthOf = (character: string): number => widths.find(([those]) => those.test(character))?.[1] ?? 0.8

const segmenter = new Intl.Segmenter()

/** A title, or else what it says before its brackets, or else its beginning with an ellipsis: whichever fits `width` at this font size. */
export function fitTitle(title: string, size: number, width: number): string {
  const fitted = fitText(title, size, width)
  const [, short] = /^(.*\S)\s*[(（][^()（）]*[)）]$/u.exec(title) ?? []
  return fitted === title || short === undefined ? fitted : fitText(short, size, width)
}

/** The text, or its beginning with an ellipsis if it is wider than `width` at this font size. */
export function fitText(text: string, size: number, width: number): string {
  const most = width / size
  const ellipsis = 0.9
  let used = 0
  let fits = 0
  for (const { segment, index } of segmenter.segment(text)) {
    used += widthOf(segment)
    if (used > most) return `${text.slice(0, fits).trimEnd()}…`
    if (used <= most - ellipsis) fits = index + segment.length
  }
  return text
}
