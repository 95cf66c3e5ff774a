import { readdir, readFile } from 'node:fs/promises'
import { parse } from 'yaml'
import { z } from 'zod'
import { type Asks, definitionSchema, type Pipeline, type PipelineTexts, type Text } from '../machines/pipeline.ts'

const text = z.union([z.string(), z.record(z.string(), z.string())])
const file = z.strictObject({
  id: z.string(),
  version: z.number(),
  languages: z.array(z.string()),
  title: text,
  lead: z.string(),
  sponsor: z.string(),
  candidateRoles: z.array(z.string()).default([]),
  waiverLimit: z.string().default('30d'),
  decision: z.string(),
  roles: z.record(z.string(), text),
  phases: z.record(z.string(), text),
  questions: z
    .record(
      z.string(),
      z.strictObject({
        text,
        leavesOut: z.strictObject({ items: z.array(z.string()).default([]), gates: z.array(z.string()).default([]) }),
      }),
    )
    .default({}),
  gates: z.record(
    z.string(),
    z.strictObject({
      title: text,
      why: text,
      phase: z.string(),
      owner: z.string(),
      signers: z.array(z.string()).default([]),
      killer: z.boolean().default(false),
      needs: z.union([z.literal('all'), z.array(z.string())]).default([]),
      due: z.string().optional(),
      items: z.record(
        z.string(),
        z.strictObject({
          text,
          owner: z.string().optional(),
          required: z.boolean().default(false),
          freshFor: z.string().optional(),
          recheckOn: z.array(z.union([z.literal('candidate'), z.strictObject({ needs: z.string() })])).default([]),
          asks: z
            .strictObject({
              kind: z.enum(['none', 'note', 'link', 'number', 'file', 'junit']),
              unit: text.optional(),
              min: z.number().optional(),
              max: z.number().optional(),
              hint: text.optional(),
            })
            .default({ kind: 'none' }),
        }),
      ),
    }),
  ),
})
const unit: Record<string, number> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 }
const ms = (d: string) => Number.parseInt(d, 10) * (unit[d.at(-1) ?? ''] ?? Number.NaN)

function read(yaml: string): Pipeline {
  const f = file.parse(parse(yaml))
  const t = (value: z.infer<typeof text>): Text =>
    typeof value === 'string' ? { [f.languages[0] ?? 'en']: value } : value
  const map = (r: Record<string, z.infer<typeof text>>) =>
    Object.fromEntries(Object.entries(r).map(([k, v]) => [k, t(v)]))
  const definition = definitionSchema.parse({
    id: f.id,
    version: f.version,
    languages: f.languages,
    lead: f.lead,
    sponsor: f.sponsor,
    candidateRoles: f.candidateRoles,
    waiverLimit: ms(f.waiverLimit),
    decision: f.decision,
    roles: Object.keys(f.roles),
    phases: Object.keys(f.phases),
    questions: Object.entries(f.questions).map(([id, q]) => ({ id, leavesOut: q.leavesOut })),
    gates: Object.entries(f.gates).map(([id, g]) => ({
      id,
      phase: g.phase,
      owner: g.owner,
      signers: g.signers,
      killer: g.killer,
      needs: g.needs === 'all' ? Object.keys(f.gates).filter((o) => o !== id) : g.needs,
      due: g.due === undefined ? null : ms(g.due),
      items: Object.entries(g.items).map(([item, i]) => ({
        id: item,
        owner: i.owner ?? g.owner,
        required: i.required,
        freshFor: i.freshFor === undefined ? null : ms(i.freshFor),
        recheckOn: i.recheckOn,
        asks: (i.asks.kind === 'number'
          ? { kind: 'number', min: i.asks.min ?? null, max: i.asks.max ?? null }
          : { kind: i.asks.kind }) as Asks,
      })),
    })),
  })
  const texts: PipelineTexts = {
    title: t(f.title),
    roles: map(f.roles),
    phases: map(f.phases),
    questions: Object.fromEntries(Object.entries(f.questions).map(([k, q]) => [k, t(q.text)])),
    gates: Object.fromEntries(
      Object.entries(f.gates).map(([id, g]) => [
        id,
        {
          title: t(g.title),
          why: t(g.why),
          items: Object.fromEntries(
            Object.entries(g.items).map(([i, it]) => [
              i,
              {
                text: t(it.text),
                unit: it.asks.unit === undefined ? null : t(it.asks.unit),
                hint: it.asks.hint === undefined ? null : t(it.asks.hint),
              },
            ]),
          ),
        },
      ]),
    ),
  }
  return { definition, texts }
}
export async function builtInPipelines(): Promise<Map<string, Pipeline>> {
  const folder = new URL('../machines/pipelines/', import.meta.url)
  const all = await Promise.all(
    (await readdir(folder))
      .filter((f) => f.endsWith('.yaml'))
      .map(async (f) => read(await readFile(new URL(f, folder), 'utf8'))),
  )
  return new Map(all.map((p) => [p.definition.id, p]))
}
export async function builtInPipeline(id: string): Promise<Pipeline> {
  const found = (await builtInPipelines()).get(id)
  if (!found) throw new Error(`no built-in pipeline ${id}`)
  return found
}
