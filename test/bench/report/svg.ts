/** Charts as SVG texts, readable on light and on dark. */

export interface Series {
  name: string
  /** One for each group of bars or place on the x axis; null where nothing was measured. */
  values: (number | null)[]
}

export interface Chart {
  title: string
  /** Groups of bars, or places on the x axis. */
  places: string[]
  series: Series[]
  /** How a value is written. */
  format: (value: number) => string
}

const width = 760
const height = 360
const plot = { left: 64, right: 744, top: 84, bottom: 316 }
const colors = ['#2f6feb', '#d9822b', '#2e9e6b', '#9a5bd0', '#7a828e', '#c2447a']

/** Groups of bars that start at zero, each with its value above it. */
export function barChart(chart: Chart): string {
  const { places, series, format } = chart
  const axis = linearAxis(chart)
  const { y } = axis
  const room = (plot.right - plot.left) / places.length
  const bar = Math.min(72, (room * 0.84) / series.length)
  const bars = places.flatMap((_, place) => {
    const begin = plot.left + room * (place + 0.5) - (bar * series.length) / 2
    return series.map(({ values }, number) => {
      const value = values[place]
      if (value === null || value === undefined) return ''
      const x = begin + bar * number
      const label = `<text x="${at(x + bar / 2)}" y="${at(y(value) - 5)}" class="value">${format(value)}</text>`
      const shape = { x: at(x + 1), y: at(y(value)), width: at(bar - 2), height: at(plot.bottom - y(value)) }
      return `<rect ${attributes(shape)} fill="${colors[number]}"/>${label}`
    })
  })
  const centers = places.map((_, place) => plot.left + room * (place + 0.5))
  return framed(chart, axis, centers, bars)
}

/** A line for each series over places at equal distances; `log` suits values of different sizes. */
export function lineChart(chart: Chart, scale: 'linear' | 'log'): string {
  const { places, series, format } = chart
  const axis = scale === 'log' ? logAxis(chart) : linearAxis(chart)
  const { y } = axis
  const step = (plot.right - plot.left - 80) / Math.max(1, places.length - 1)
  const centers = places.map((_, place) => plot.left + 40 + step * place)
  const lines = series.map(({ values }, number) => {
    const points = values.flatMap((value, place) =>
      value === null ? [] : [{ x: centers[place] ?? 0, y: y(value), value }],
    )
    const path = points.map((point) => `${at(point.x)},${at(point.y)}`).join(' ')
    const dots = points.map(
      (point, nth) =>
        `<circle cx="${at(point.x)}" cy="${at(point.y)}" r="4" fill="${colors[number]}"/>${
          nth === 0 || nth === points.length - 1
            ? `<text x="${at(point.x)}" y="${at(point.y - 9)}" class="value">${format(point.value)}</text>`
            : ''
        }`,
    )
    return `<polyline points="${path}" fill="none" stroke="${colors[number]}" stroke-width="2.5"/>${dots.join('')}`
  })
  return framed(chart, axis, centers, lines)
}

interface Axis {
  y: (value: number) => number
  /** The values that have a line of the grid. */
  steps: number[]
}

const valuesIn = ({ series }: Chart): number[] =>
  series.flatMap(({ values }) => values.filter((value): value is number => value !== null))

function linearAxis(chart: Chart): Axis {
  const steps = stepsTo(Math.max(...valuesIn(chart)))
  const top = steps.at(-1) || 1
  return { y: (value) => plot.bottom - ((plot.bottom - plot.top) * value) / top, steps }
}

/** From a power of ten below the smallest value to one above the largest. */
function logAxis(chart: Chart): Axis {
  const values = valuesIn(chart).filter((value) => value > 0)
  const low = Math.floor(Math.log10(Math.min(...values)))
  const high = Math.max(low + 1, Math.ceil(Math.log10(Math.max(...values))))
  const y = (value: number) =>
    plot.bottom - ((plot.bottom - plot.top) * (Math.log10(Math.max(value, 10 ** low)) - low)) / (high - low)
  return { y, steps: Array.from({ length: high - low + 1 }, (_, step) => 10 ** (low + step)) }
}

/** Title, legend, axes, and what is drawn between them. */
function framed(
  { title, places, series }: Chart,
  { y, steps }: Axis,
  centers: readonly number[],
  drawn: readonly string[],
): string {
  const ticks = steps.map(
    (value) =>
      `<line x1="${plot.left}" x2="${plot.right}" y1="${at(y(value))}" y2="${at(y(value))}" class="grid"/>` +
      `<text x="${plot.left - 8}" y="${at(y(value) + 4)}" class="tick">${stepText(value)}</text>`,
  )
  const names = places.map(
    (place, number) => `<text x="${at(centers[number] ?? 0)}" y="338" class="place">${escaped(place)}</text>`,
  )
  let x = plot.left
  const legend = series.map(({ name }, number) => {
    const entry = `<rect x="${at(x)}" y="46" width="12" height="12" fill="${colors[number]}"/><text x="${at(x + 18)}" y="56">${escaped(name)}</text>`
    x += 18 + name.length * 6.4 + 16
    return entry
  })
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img" font-family="system-ui, sans-serif" font-size="12">
<title>${escaped(title)}</title>
<style>
.paper { fill: #ffffff } text { fill: #24292f } .grid { stroke: #d8dee4 } .title { font-size: 16px; font-weight: 600 }
.value, .place { text-anchor: middle } .tick { text-anchor: end; fill: #57606a }
@media (prefers-color-scheme: dark) {
.paper { fill: #0d1117 } text { fill: #e6edf3 } .grid { stroke: #30363d } .tick { fill: #9da7b3 }
}
</style>
<rect class="paper" width="${width}" height="${height}"/>
<text x="${plot.left}" y="28" class="title">${escaped(title)}</text>
${[...legend, ...ticks, ...drawn.filter((each) => each !== ''), ...names].join('\n')}
</svg>
`
}

/** Round numbers from 0 to a little more than the largest value. */
function stepsTo(most: number): number[] {
  const step = stepFor(most)
  return Array.from({ length: Math.ceil(most / step) + 1 }, (_, number) => number * step)
}

function stepFor(most: number): number {
  const rough = Math.max(most, 1e-9) / 4
  const power = 10 ** Math.floor(Math.log10(rough))
  return ([1, 2, 2.5, 5, 10].find((each) => each * power >= rough) ?? 10) * power
}

/** A round number, without digits that say nothing. */
const stepText = (value: number): string =>
  Number(value.toPrecision(6)).toLocaleString('en', { maximumFractionDigits: 6 })

const at = (value: number): string => String(Number(value.toFixed(1)))

const attributes = (all: Record<string, string>): string =>
  Object.entries(all)
    .map(([name, value]) => `${name}="${value}"`)
    .join(' ')

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
