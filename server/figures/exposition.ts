import type { Distribution } from '../../db/store.ts'

/** The text format of Prometheus, version 0.0.4 (prometheus.io/docs/instrumenting/exposition_formats). */

export type Labels = Readonly<Record<string, string | number>>
export type Sample = readonly [labels: Labels, value: number]

/** A metric with all its samples. Names have base units; those of counters end in `_total`. */
export type Metric =
  | { type: 'counter' | 'gauge'; name: string; help: string; samples: Iterable<Sample> }
  | { type: 'histogram'; name: string; help: string; samples: Iterable<readonly [Labels, Distribution]> }

export function exposition(metrics: readonly Metric[]): string {
  return metrics.map(textOf).join('\n')
}

function textOf(metric: Metric): string {
  const { name, help, type } = metric
  const lines = [`# HELP ${name} ${help}`, `# TYPE ${name} ${type}`]
  if (metric.type === 'histogram')
    for (const [labels, distribution] of metric.samples) lines.push(...histogramLines(name, labels, distribution))
  else for (const [labels, value] of metric.samples) lines.push(`${name}${textOfLabels(labels)} ${value}`)
  return `${lines.join('\n')}\n`
}

function histogramLines(name: string, labels: Labels, distribution: Distribution): string[] {
  const counts = distribution.cumulative()
  const total = counts.at(-1) ?? 0
  const buckets = distribution.bounds.map(
    (bound, index) => `${name}_bucket${textOfLabels({ ...labels, le: bound })} ${counts[index]}`,
  )
  return [
    ...buckets,
    `${name}_bucket${textOfLabels({ ...labels, le: '+Inf' })} ${total}`,
    `${name}_sum${textOfLabels(labels)} ${distribution.sum}`,
    `${name}_count${textOfLabels(labels)} ${total}`,
  ]
}

function textOfLabels(labels: Labels): string {
  const pairs = Object.entries(labels).map(([label, value]) => `${label}="${escaped(String(value))}"`)
  return pairs.length === 0 ? '' : `{${pairs.join(',')}}`
}

const escaped = (value: string): string => value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')
