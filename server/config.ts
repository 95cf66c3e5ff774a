import { z } from 'zod'
import { parseDuration } from './settings/duration.ts'
import { isLoopback } from './settings/loopback.ts'
import { type MailSettings, readMail } from './settings/mail.ts'
import { type OidcSettings, readOidc } from './settings/oidc.ts'
import { type Environment, readSecret, settingReader, WrongSetting } from './settings/setting.ts'

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
  /** How often the server backs itself up, in ms; null for never. */
  backupEvery: number | null
  /** How many of its backups stay. */
  backupKeep: number
  /** LAUNCHGATE_SECRET; null if it is unset. Use installationSecret(), which makes one then. */
  secret: string | null
  oidc: OidcSettings | null
  mail: MailSettings | null
}

const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const

/** The settings of an environment, with every default filled in. Throws WrongSetting. */
export function readConfig(env: Environment = process.env): Config {
  const read = settingReader(env)
  const whole = (min: number, max: number) =>
    z.string().regex(/^\d+$/).transform(Number).pipe(z.number().min(min).max(max))
  const port = read('PORT', '3000', whole(1, 65535), (t) => t('setting.takes.port'))
  const production = env.NODE_ENV === 'production'
  const demo = read('LAUNCHGATE_DEMO', '0', z.enum(['0', '1']), (t) => t('setting.takes.demo')) === '1'
  const config: Config = {
    port,
    host: read('HOST', '127.0.0.1', z.union([z.hostname(), z.ipv4(), z.ipv6()]), (t) => t('setting.takes.host')),
    baseUrl: read(
      'BASE_URL',
      `http://localhost:${port}`,
      z
        .url({ protocol: /^https?$/ })
        .refine((url) => url.replace(/\/$/, '') === URL.parse(url)?.origin, 'a path or a query'),
      (t) => t('setting.takes.base-url'),
    ).replace(/\/$/, ''),
    databaseUrl: read(
      'DATABASE_URL',
      'file:./data/launchgate.db',
      z.string().regex(/^(file:.+|postgres(ql)?:\/\/.+)/),
      (t) => t('setting.takes.database-url'),
    ),
    dataDir: read('DATA_DIR', './data', z.string().min(1), (t) => t('setting.takes.folder')),
    demo,
    production,
    logLevel: read('LOG_LEVEL', 'info', z.enum(logLevels), (t) =>
      t('setting.takes.one-of', { words: logLevels.join(', ') }),
    ),
    trustProxy: read('TRUST_PROXY', '0', whole(0, 10), (t) => t('setting.takes.hops')),
    writesPerMinute: read(
      'WRITES_PER_MINUTE',
      '',
      z.union([z.literal('').transform(() => null), whole(1, 1_000_000)]),
      (t) => t('setting.takes.writes'),
    ),
    backupEvery: read(
      'BACKUP_EVERY',
      '',
      z.union([
        z.literal('').transform(() => null),
        z
          .string()
          .transform((text) => parseDuration(text, 'mhd'))
          .pipe(z.number().max(longestBackupEvery)),
      ]),
      (t) => t('setting.takes.backup-every'),
    ),
    backupKeep: read('BACKUP_KEEP', '7', whole(1, 10_000), (t) => t('setting.takes.backup-keep')),
    secret: readSecret(env, 'LAUNCHGATE_SECRET', z.string().refine(isLong), (t) => t('setting.takes.secret')),
    oidc: readOidc(env, read),
    mail: readMail(env, read),
  }
  if (demo && production) throw new WrongSetting((t) => t('setting.demo-in-production'))
  if (demo && !mayBeDemo(config)) throw new WrongSetting((t) => t('setting.demo-not-local'))
  return config
}

/** A year. */
const longestBackupEvery = 366 * 86_400_000

/** In code points, so that no letter counts twice. */
const isLong = (secret: string) => [...secret].length >= 32

/** Whether the server is reachable from this machine only, without a proxy. */
export function isOnlyLocal({ host, baseUrl, trustProxy }: Pick<Config, 'host' | 'baseUrl' | 'trustProxy'>): boolean {
  return trustProxy === 0 && isLoopback(host) && isLoopback(new URL(baseUrl).hostname)
}

/** Whether the demo is allowed: on this machine alone, and not in production. */
export function mayBeDemo(config: Omit<Config, 'demo'>): boolean {
  return !config.production && isOnlyLocal(config)
}

/** The server URL and token of `check`, where its options don't give them; an empty token counts as none. */
export function readCheckConfig(env: Environment = process.env): {
  url: string
  token: string | null
} {
  return { url: env.LAUNCHGATE_URL || 'http://localhost:3000', token: env.LAUNCHGATE_TOKEN || null }
}

/** The environment of this process for one whose messages go into the log, which is English. */
export const inEnglish = (env: Environment = process.env): Environment => ({ ...env, LC_ALL: 'C.UTF-8' })
