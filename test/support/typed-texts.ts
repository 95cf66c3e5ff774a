import { z } from 'zod'

/**
 * Commands with a recognizable text in every field that takes any text. The fields are found by asking the schemas, not from a list,
 * so a field that is added tomorrow is among them.
 */

/** Part of every text and of every person's id that is filled in here, and of nothing else. */
export const whisper = 'whisper'
export const whispers = (value: unknown): boolean => JSON.stringify(value).includes(whisper)
/** Fills a field that names a person. */
export const somebody = `${whisper}-sam`

/** Names of builds take any text as well. The log keeps them readable, because rules compare them. */
const readable = ['version', 'commit', 'candidate']
const codes = ['aurora', 'INV-1', '2026-12-24T00:00:00Z', 'Asia/Taipei', 1, true]

type Path = readonly string[]

/**
 * Values of the schema: at least one for each way through its unions, with every free text filled in and without the other optional
 * fields. What `base` says stays as it is, and narrows the unions.
 */
export function typedInto(schema: unknown, base?: unknown, path: Path = []): unknown[] {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable) return typedInto(schema.unwrap(), base, path)
  if (schema instanceof z.ZodUnion) return schema.options.flatMap((option) => typedInto(option, base, path))
  if (schema instanceof z.ZodObject) return objects(schema.shape, base, path)
  if (schema instanceof z.ZodLiteral)
    return base === undefined || schema.values.has(base as never) ? [schema.value] : []
  if (schema instanceof z.ZodEnum)
    return base === undefined ? schema.options.slice(0, 1) : schema.options.filter((each) => each === base)
  if (base !== undefined) return [base]
  if (schema instanceof z.ZodArray) return typedInto(schema.element, undefined, path).map((each) => [each])
  if (schema instanceof z.ZodRecord) {
    const [key] = typedInto(schema.keyType)
    return typedInto(schema.valueType, undefined, path).map((each) => ({ [String(key)]: each }))
  }
  return [sample(schema, path)]
}

function objects(shape: z.ZodRawShape, base: unknown, path: Path): unknown[] {
  const said = new Map(Object.entries(base ?? {}))
  const fields = Object.entries(shape).flatMap(([name, schema]): [string, unknown[]][] => {
    const values = typedInto(schema, said.get(name), [...path, name])
    const isWanted = said.has(name) || !(schema instanceof z.ZodOptional) || whispers(values)
    return isWanted ? [[name, values]] : []
  })
  const ways = fields.some(([, values]) => values.length === 0)
    ? 0
    : Math.max(...fields.map(([, { length }]) => length))
  return Array.from({ length: ways }, (_, way) =>
    Object.fromEntries(fields.map(([name, values]) => [name, values[way % values.length]])),
  )
}

/** A value of a schema that has no parts: free text wherever the schema takes it. */
function sample(schema: unknown, path: Path): unknown {
  if (!(schema instanceof z.ZodType)) throw new Error(`${path.join('.')} has no schema of a known form`)
  const isPerson = path.includes('person') || path.includes('people')
  const isReadable = readable.includes(path.at(-1) ?? '')
  const free = [`${whisper} in ${path.join('.')}`, `https://shop.example/${whisper}/${path.join('.')}`]
  const samples = isPerson ? [somebody] : isReadable ? ['4812'] : [...free, ...codes]
  const found = samples.find((each) => schema.safeParse(each).success)
  if (found === undefined) throw new Error(`no sample fits ${path.join('.')}: add one to the codes`)
  return found
}

/** The free texts of a command with their paths, such as `evidence.text`. */
export function textsOf(value: unknown, path: Path = []): [path: string, text: string][] {
  if (typeof value === 'string') return whispers(value) && value !== somebody ? [[path.join('.'), value]] : []
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([name, inner]) => textsOf(inner, [...path, name]))
}

/** Every string anywhere inside a value. */
export function stringsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value]
  if (typeof value !== 'object' || value === null) return []
  return Object.values(value).flatMap(stringsIn)
}
