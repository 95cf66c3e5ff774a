import { type Figure, isMet, limitText, ratioText, rounded, withUnit } from '../figure.ts'
import type { PartResult, Results } from '../results.ts'
import { chartsOf, type DrawnChart } from './charts.ts'
import { introductions, pageStart, partNames } from './texts.ts'

/** docs/performance.md: everything that was measured, beside what limits it. */
export function performancePage(results: Results): string {
  if (Object.keys(results.parts).length === 0) return `${pageStart}\n\nNothing was measured yet.\n`
  const charts = chartsOf(results)
  const sections = partNames.flatMap((name) => {
    const part = results.parts[name]
    return part
      ? [
          sectionOf(
            introductions[name],
            part,
            charts.filter((each) => each.part === name),
          ),
        ]
      : []
  })
  return `${[pageStart, aimsOf(results), ...sections].join('\n\n')}\n`
}

/** All figures with a limit, those that miss it first. */
function aimsOf({ parts }: Results): string {
  const judged = partNames.flatMap((name) => parts[name]?.figures ?? []).filter(({ limit }) => limit !== undefined)
  const missed = judged.filter((figure) => !isMet(figure))
  const verdict =
    missed.length === 0
      ? `All ${judged.length} limits are met.`
      : `${missed.length} of ${judged.length} limits are missed.`
  const rows = [...missed, ...judged.filter(isMet)].map(
    (figure) =>
      `| ${figure.name} | ${ratioText(figure)} × ${figure.beside?.name} | ${figure.limit ? limitText(figure.limit) : ''} | ${verdictOf(figure)} |`,
  )
  return ['## Limits', verdict, ['| figure | ratio | limit | |', '| --- | --- | --- | --- |', ...rows].join('\n')].join(
    '\n\n',
  )
}

function sectionOf(
  { title, text }: { title: string; text: string },
  part: PartResult,
  charts: readonly DrawnChart[],
): string {
  const { measured, commit, machine, figures, notes = [] } = part
  const where = `Measured on ${measured} at commit ${commit}: ${machine.cores} cores (${machine.processor}), Node.js ${machine.node.slice(1)}.`
  return [
    `## ${title}`,
    text,
    ...charts.map(({ file, alt }) => `![${alt}](${file})`),
    tableOf(figures),
    ...(notes.length === 0 ? [] : [notes.map((note) => `- ${note}`).join('\n')]),
    where,
  ].join('\n\n')
}

/** Columns that no figure of the part has are left out. */
function tableOf(figures: readonly Figure[]): string {
  const columns: [heading: string, cell: (figure: Figure) => string][] = [
    ['figure', ({ name }) => name],
    ['measured', ({ value, unit }) => withUnit(value, unit)],
    ['p50', ({ latency }) => (latency ? `${rounded(latency.p50)} ms` : '')],
    ['p99', ({ latency }) => (latency ? `${rounded(latency.p99)} ms` : '')],
    ['beside', ({ beside, unit }) => (beside ? `${withUnit(beside.value, unit)}: ${beside.name}` : '')],
    ['ratio', ratioText],
    ['limit', ({ limit }) => (limit ? limitText(limit) : '')],
    ['', verdictOf],
  ]
  const shown = columns.filter(([, cell]) => figures.some((figure) => cell(figure) !== ''))
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  return [
    line(shown.map(([heading]) => heading)),
    line(shown.map(() => '---')),
    ...figures.map((figure) => line(shown.map(([, cell]) => cell(figure)))),
  ].join('\n')
}

const verdictOf = (figure: Figure): string => (figure.limit === undefined ? '' : isMet(figure) ? 'met' : '**missed**')
