/** An answer of /metrics: each sample with its value, by name and labels as they are written there. */
export type Scrape = ReadonlyMap<string, number>

/** Reads the text format of Prometheus; throws for a line that is neither a comment nor a sample. */
export function readScrape(text: string): Scrape {
  const samples = new Map<string, number>()
  for (const line of text.split('\n')) {
    if (line === '' || line.startsWith('#')) continue
    const [, sample, value] = /^([a-z_]\w*(?:\{(?:[a-z_]+="(?:[^"\\\n]|\\["\\n])*",?)*\})?) (\S+)$/.exec(line) ?? []
    if (sample === undefined || value === undefined) throw new Error(`not a sample: ${line}`)
    if (samples.has(sample)) throw new Error(`twice: ${sample}`)
    samples.set(sample, Number(value.replace('Inf', 'Infinity')))
  }
  return samples
}

/** What a sample has grown by; one that is not there counts as 0. */
export const grown = (before: Scrape, after: Scrape, sample: string): number =>
  (after.get(sample) ?? 0) - (before.get(sample) ?? 0)
