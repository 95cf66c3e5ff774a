import { describePaths } from './openapi-paths.ts'
import { componentSchemas, type Json } from './openapi-schemas.ts'

/** The API described for programs: OpenAPI 3.1. `server` is the public URL. */
export function openapi(server: string): Json {
  generated ??= { paths: describePaths(), schemas: componentSchemas() }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Launchgate',
      version: '1',
      description: 'Check whether a deploy is allowed, who it’s waiting on, and what happened.',
    },
    servers: [{ url: `${server}/api/v1` }],
    security: [{ token: [] }, { basic: [] }],
    paths: generated.paths,
    components: {
      securitySchemes: {
        token: { type: 'http', scheme: 'bearer' },
        basic: { type: 'http', scheme: 'basic', description: 'Token as the password, with any username.' },
      },
      schemas: generated.schemas,
    },
  }
}

/** Made once, because it takes several milliseconds. */
let generated: { paths: Json; schemas: Json } | undefined
