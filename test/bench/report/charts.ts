import { type Figure, rounded } from '../figure.ts'
import type { Results } from '../results.ts'
import { barChart, type Chart, lineChart } from './svg.ts'
import type { PartName } from './texts.ts'

/** The charts of docs/performance.md, made from the points of figures. */

interface ChartPlan {
  /** The name that points have, and of the file. */
  name: string
  /** The part of the bench under which it stands. */
  part: PartName
  title: string
  /** `curves`: lines of values that differ in size. */
  kind: 'bars' | 'lines' | 'curves'
  place: (x: number | string) => string
}

const inClients = (x: number | string) => (x === 1 ? '1 client' : `${x} clients`)
const counted = (what: string) => (x: number | string) => `${x.toLocaleString('en')} ${what}`

const plans: readonly ChartPlan[] = [
  { name: 'ticks', part: 'writes', title: 'Durable ticks a second', kind: 'bars', place: inClients },
  { name: 'reads', part: 'reads', title: 'Answers a second', kind: 'bars', place: inClients },
  { name: 'pages', part: 'pages', title: 'Pages a second, 16 clients', kind: 'bars', place: String },
  { name: 'memory', part: 'memory', title: 'Resident memory in MB', kind: 'lines', place: counted('commands') },
  {
    name: 'growth-gates',
    part: 'growth',
    title: 'CPU time of a request in ms, by gates of the launch',
    kind: 'curves',
    place: counted('gates'),
  },
  {
    name: 'growth-entries',
    part: 'growth',
    title: 'CPU time of a request in ms, by entries of the log',
    kind: 'curves',
    place: counted('entries'),
  },
  {
    name: 'growth-launches',
    part: 'growth',
    title: 'CPU time of a request in ms, by launches in the database',
    kind: 'curves',
    place: counted('launches'),
  },
  { name: 'peers', part: 'peers', title: 'Durable steps a second', kind: 'bars', place: inClients },
  { name: 'peers-reads', part: 'peers', title: 'Reads of one item a second', kind: 'bars', place: inClients },
]

export interface DrawnChart {
  /** Below docs/. */
  file: string
  part: string
  title: string
  /** What it shows, in words. */
  alt: string
  svg: string
}

/** Those for which something was measured. */
export function chartsOf({ parts }: Results): DrawnChart[] {
  return plans.flatMap((plan) => {
    const figures = (parts[plan.part]?.figures ?? []).filter(({ point }) => point?.chart === plan.name)
    if (figures.length === 0) return []
    const chart = chartOf(plan, figures)
    const { name, part, title, kind } = plan
    const svg = kind === 'bars' ? barChart(chart) : lineChart(chart, kind === 'curves' ? 'log' : 'linear')
    return [{ file: `performance/${name}.svg`, part, title, alt: inWords(chart), svg }]
  })
}

function chartOf({ title, place }: ChartPlan, figures: readonly Figure[]): Chart {
  const points = figures.flatMap(({ point, value }) => (point ? [{ ...point, value }] : []))
  const places = [...new Set(points.map(({ x }) => x))]
  const names = [...new Set(points.map(({ series }) => series))]
  return {
    title,
    places: places.map(place),
    series: names.map((name) => {
      const valueAt = (x: number | string) => points.find((each) => each.series === name && each.x === x)?.value ?? null
      return { name, values: places.map(valueAt) }
    }),
    format: rounded,
  }
}

function inWords({ title, places, series, format }: Chart): string {
  const lines = series.map(({ name, values }) => {
    const all = values.flatMap((value, index) => (value === null ? [] : [`${format(value)} with ${places[index]}`]))
    return `${name}: ${all.join(', ')}`
  })
  return `${title}. ${lines.join('. ')}.`
}
