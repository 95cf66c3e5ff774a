import { z } from 'zod'

/** Every setting, checked at start. A wrong value stops the start with one line that names the variable, what it got and what it takes. */
export interface Config {
  port: number
  host: string
  baseUrl: string
  databaseUrl: string
  dataDir: string
  /** Asked for by LAUNCHGATE_DEMO=1; the door on the first page marks the database instead. */
  demo: boolean
  production: boolean
  logLevel: 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent'
  trustProxy: number
  /** Accepted writes per caller and minute; null for no limit. */
  writesPerMinute: number | null
}

/** A setting that cannot be used. The process ends with exit code 78 (EX_CONFIG of sysexits.h). */
export class WrongSetting extends Error {
  override name = 'WrongSetting'
  readonly exitCode = 78
}

const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const

/** The settings of an environment, with every default filled in. Throws WrongSetting. */
export function readConfig(env: Record<string, string | undefined> = process.env): Config {
  const read = <T>(name: string, fallback: string, schema: z.ZodType<T>, takes: string): T => {
    const got = env[name] === undefined || env[name] === '' ? fallback : env[name]
    const value = schema.safeParse(got)
    if (value.success) return value.data
    throw new WrongSetting(`${name} is ${JSON.stringify(got)}; it takes ${takes}.`)
  }
  const whole = (min: number, max: number) =>
    z.string().regex(/^\d+$/).transform(Number).pipe(z.number().min(min).max(max))
  const port = read('PORT', '3000', whole(1, 65535), 'a port number from 1 to 65535')
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
      'an http or https address without a path',
    ).replace(/\/$/, ''),
    databaseUrl: read(
      'DATABASE_URL',
      'file:./data/launchgate.db',
      z.string().regex(/^(file:.+|postgres(ql)?:\/\/.+)/),
      'file:PATH for SQLite or postgres://… for PostgreSQL',
    ),
    dataDir: read('DATA_DIR', './data', z.string().min(1), 'a folder'),
    demo,
    production,
    logLevel: read('LOG_LEVEL', 'info', z.enum(logLevels), logLevels.join(', ')),
    trustProxy: read('TRUST_PROXY', '0', whole(0, 10), 'a number of hops from 0 to 10'),
    writesPerMinute: read(
      'WRITES_PER_MINUTE',
      '',
      z.union([z.literal('').transform(() => null), whole(1, 1_000_000)]),
      'a whole number from 1 to 1000000, or nothing',
    ),
  }
  if (demo && production)
    throw new WrongSetting('LAUNCHGATE_DEMO is "1"; it takes nothing where NODE_ENV is production.')
  if (demo && !mayBeDemo(config))
    throw new WrongSetting(
      'LAUNCHGATE_DEMO is "1"; it takes nothing unless HOST and BASE_URL name this machine alone (such as localhost) and TRUST_PROXY is 0, since in the demo everybody may act as everybody.',
    )
  return config
}

/** Whether a demo may be here at all: reached from this machine alone, through no proxy, and not production. */
export function mayBeDemo({ host, baseUrl, trustProxy, production }: Omit<Config, 'demo'>): boolean {
  return !production && trustProxy === 0 && isLoopback(host) && isLoopback(new URL(baseUrl).hostname)
}

/** What `check` asks, and as whom, where its options do not say it; a token that is empty counts as none. */
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
