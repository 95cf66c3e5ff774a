import type { GateLink } from './gate-links.ts'
import { gateSize, type Places } from './place-gates.ts'

const round = (value: number): number => Math.round(value * 10) / 10

/** A link as an SVG path with its arrow, drawn around the gates between its ends. */
export function linkPath(places: Places, link: GateLink): string {
  const from = places.gates.get(link.from)
  const to = places.gates.get(link.to)
  if (!from || !to) return ''
  if (from.column === to.column) return arc(left(places, to.column), from.y, to.y)
  const isBack = from.column > to.column
  const way = isBack ? -1 : 1
  const start = (column: number) => left(places, column) + (isBack ? 0 : gateSize.width)
  const end = (column: number) => left(places, column) + (isBack ? gateSize.width : 0)
  let [x, y] = [start(from.column), from.y]
  let path = `M${round(x)} ${round(y)}`
  for (let column = from.column + way; column !== to.column; column += way) {
    const lane = places.laneOf(column, link)
    path += `${bend(x, y, end(column), lane)}H${round(start(column))}`
    x = start(column)
    y = lane
  }
  const tip = end(to.column)
  return `${path}${bend(x, y, tip - 2 * way, to.y)}${arrow(tip - way, to.y, way)}`
}

const left = (places: Places, column: number): number => places.columns[column] ?? 0

function bend(x: number, y: number, toX: number, toY: number): string {
  const middle = (x + toX) / 2
  return `C${round(middle)} ${round(y)} ${round(middle)} ${round(toY)} ${round(toX)} ${round(toY)}`
}

/** Two strokes that meet where the link ends. */
const arrow = (x: number, y: number, way: number): string =>
  `M${round(x - 5 * way)} ${round(y - 4)}L${round(x)} ${round(y)}L${round(x - 5 * way)} ${round(y + 4)}`

/** From one gate to another in the same column, on its left side; the farther apart they are, the wider the arc. */
function arc(x: number, y: number, toY: number): string {
  const wide = 10 + Math.min(18, Math.abs(toY - y) / 9)
  const [out, back] = toY > y ? [8, -8] : [-8, 8]
  const path = `M${round(x)} ${round(y + out)}C${round(x - wide)} ${round(y + out)} ${round(x - wide)} ${round(toY + back)} ${round(x - 2)} ${round(toY + back)}`
  return path + arrow(x - 1, toY + back, 1)
}
