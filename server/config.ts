import { z } from 'zod'

/** Every setting, checked at start. An invalid value stops the start with one line: the variable, its value and what is expected. */
export interface Config {
  port: number
  host: string
  baseUrl: string
  databaseUrl: string
  dataDir: string
  /** LAUNCHGATE_DEMO=1. “Open demo” on the first page marks the database instead. */
  demo: boolean
  production: boolean
  logLevel: 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent'
  trustProxy: number
  /** Accepted writes per caller and minute; null for no limit. */
  writesPerMinute: number | null
}

/** An invalid setting. The process ends with exit code 78 (EX_CONFIG of sysexits.h). */
export class WrongSetting extends Error {
  override name = 'WrongSetting'
  readonly exitCode = 78
}

const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const

/** The settings of an environment, with every default filled in. Throws WrongSetting. */
export function readConfig(env: Record<string, string | undefined> = process.env): Config {
  const read = <T>(name: string, fallback: string, schema: z.ZodType<T>, expected: string): T => {
    const got = env[name] === undefined || env[name] === '' ? fallback : env[name]
    const value = schema.safeParse(got)
    if (value.success) return value.data
    throw new WrongSetting(`Invalid ${name} ${JSON.stringify(got)}: expected ${expected}.`)
  }
  const whole = (min: number, max: number) =>
    z.string().regex(/^\d+$/).transform(Number).pipe(z.number().min(min).max(max))
  const port = read('PORT', '3000', whole(1, 65535), 'a number from 1 to 65535')
  const production = env.NODE_ENV === 'production'
  const demo = read('LAUNCHGATE_DEMO', '0', z.enum(['0', '1']), '1, or nothing') === '1'
  const config: Config = {
    port,
    host: read('HOST', '127.0.0.1', z.union([z.hostname(), z.ipv4(), z.ipv6()]), 'a host name or address to listen on'),
    baseUrl: read(
      'BASE_URL',
      `http://localhost:${port}`,
      z
        .url({ protocol: /^https?$/ })
        .refine((url) => url.replace(/\/$/, '') === new URL(url).origin, 'a path or a query'),
      'an http or https URL without a path',
    ).replace(/\/$/, ''),
    databaseUrl: read(
      'DATABASE_URL',
      'file:./data/launchgate.db',
      z.string().regex(/^(file:.+|postgres(ql)?:\/\/.+)/),
      'file:PATH, a SQLite file',
    ),
    dataDir: read('DATA_DIR', './data', z.string().min(1), 'a folder'),
    demo,
    production,
    logLevel: read('LOG_LEVEL', 'info', z.enum(logLevels), `one of ${logLevels.join(', ')}`),
    trustProxy: read('TRUST_PROXY', '0', whole(0, 10), 'a number of hops from 0 to 10'),
    writesPerMinute: read(
      'WRITES_PER_MINUTE',
      '',
      z.union([z.literal('').transform(() => null), whole(1, 1_000_000)]),
      'a whole number from 1 to 1000000, or nothing',
    ),
  }
  if (demo && production)
    throw new WrongSetting('Invalid LAUNCHGATE_DEMO "1": expected no value when NODE_ENV is production.')
  if (demo && !mayBeDemo(config))
    throw new WrongSetting(
      'Invalid LAUNCHGATE_DEMO "1": expected no value unless HOST and BASE_URL are local (e.g. localhost) and TRUST_PROXY is 0, because the demo lets anyone act as anyone.',
    )
  return config
}

/** Whether the server is reachable from this machine only, without a proxy. */
export function isOnlyLocal({ host, baseUrl, trustProxy }: Pick<Config, 'host' | 'baseUrl' | 'trustProxy'>): boolean {
  return trustProxy === 0 && isLoopback(host) && isLoopback(new URL(baseUrl).hostname)
}

/** Whether the demo is allowed: on this machine alone, and not in production. */
export function mayBeDemo(config: Omit<Config, 'demo'>): boolean {
  return !config.production && isOnlyLocal(config)
}

/** The server URL and token of `check`, where its options don't give them; an empty token counts as none. */
export function readCheckConfig(env: Record<string, string | undefined> = process.env): {
  url: string
  token: string | null
} {
  return { url: env.LAUNCHGATE_URL || 'http://localhost:3000', token: env.LAUNCHGATE_TOKEN || null }
}

/** A name or address that leads to this machine alone: localhost and the names below it (RFC 6761 section 6.3), 127.x.x.x, ::1. */
export function isLoopback(host: string): boolean {
  return /^((.+\.)?localhost|\[::1\]|::1|127(\.\d{1,3}){3})$/i.test(host)
}
