import { z } from 'zod'
import { createCommand, type PersonCommandType, personCommand } from '../../machines/commands.ts'
import { parts, responses } from './responses/index.ts'

/** The schemas of the API's description, generated from those that validate requests and that tests compare responses with. */

export type Json = Record<string, unknown>

export const ref = (name: string): Json => ({ $ref: `#/components/schemas/${name}` })

/** What a request may hold. */
export function requestSchema(schema: z.ZodType): Json {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' })
  return rest
}

/** Every schema with a name. */
export const componentSchemas = (): Json => ({
  Command: requestSchema(personCommand),
  CreateLaunch: requestSchema(createCommand.omit({ type: true })),
  ...responseSchemas(),
})

/** The fields of a command whose type its address already says. */
export function commandFields(type: PersonCommandType): Json {
  const command = personCommand.options.find(({ shape }) => shape.type.value === type)
  if (command === undefined) throw new Error(`There is no command ${type}.`)
  return requestSchema(z.strictObject(withoutType(command.shape)))
}

const withoutType = ({ type: _, ...fields }: z.ZodRawShape & { type: z.ZodType }): z.ZodRawShape => fields

function responseSchemas(): Json {
  const named = z.registry<{ id: string }>()
  for (const [id, schema] of Object.entries({ ...responses, ...parts })) named.add(schema, { id })
  const { schemas } = z.toJSONSchema(named, {
    uri: (id) => `#/components/schemas/${id}`,
    override: ({ jsonSchema }) => publish(jsonSchema),
  })
  return Object.fromEntries(Object.entries(schemas).map(([id, { $schema: _, $id: __, ...schema }]) => [id, schema]))
}

/** What a schema promises: additional fields may come, and a whole number isn't any number. */
function publish(schema: Json): void {
  if (schema.additionalProperties === false) delete schema.additionalProperties
  if (schema.maximum === Number.MAX_SAFE_INTEGER) delete schema.maximum
  if (schema.minimum === Number.MIN_SAFE_INTEGER) delete schema.minimum
  const values = Array.isArray(schema.enum) ? schema.enum : [schema.const]
  if (values.every(Number.isInteger)) schema.type = 'integer'
}
