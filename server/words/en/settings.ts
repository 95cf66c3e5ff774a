/**
 * Settings that stop the start: one line with the variable, what it got and what it takes. `setting.takes.…` stands in
 * `setting.invalid` as {takes}.
 */
export const enSettings = {
  'setting.invalid': 'Invalid {name} {got}: expected {takes}.',
  'setting.invalid-secret': 'Invalid {name}: expected {takes}.',
  'setting.missing': 'Missing {missing}: needed with {set}.',
  'setting.takes.port': 'a number from 1 to 65535',
  'setting.takes.demo': '1, or nothing',
  'setting.takes.host': 'a host name or address to listen on',
  'setting.takes.base-url': 'an http or https URL without a path',
  'setting.takes.database-url': 'file:PATH, a SQLite file',
  'setting.takes.folder': 'a folder',
  'setting.takes.one-of': 'one of {words}',
  'setting.takes.hops': 'a number of hops from 0 to 10',
  'setting.takes.writes': 'a whole number from 1 to 1000000, or nothing',
  'setting.takes.backup-every': 'a length of time from 1m to 366d, e.g. 30m, 24h or 7d, or nothing',
  'setting.takes.backup-keep': 'a whole number from 1 to 10000',
  'setting.takes.secret': 'at least 32 characters',
  'setting.takes.smtp-url': 'smtp:// or smtps:// with a host, e.g. smtp://user:password@mail.example.com:587',
  'setting.takes.mail-from': 'an address, e.g. Launchgate <launchgate@example.com>',
  'setting.takes.issuer': 'an https URL without query (http only on localhost)',
  'setting.takes.printable': 'printable characters',
  'setting.takes.group-roles': 'GROUP=ROLE,GROUP=ROLE,… where ROLE is a role, admin or auditor',
  'setting.demo-in-production': 'Invalid LAUNCHGATE_DEMO "1": expected no value when NODE_ENV is production.',
  'setting.demo-not-local':
    'Invalid LAUNCHGATE_DEMO "1": expected no value unless HOST and BASE_URL are local (e.g. localhost) and TRUST_PROXY is 0, because the demo lets anyone act as anyone.',
  'setting.demo-not-empty':
    'Invalid LAUNCHGATE_DEMO "1": this database already has people, and the demo lets anyone act as anyone. Use an empty database (DATABASE_URL).',
  'setting.data-dir': 'Invalid DATA_DIR {file}: expected a writable folder ({why}).',
  'setting.secret-file-open': 'Invalid file {file}: expected that only its owner may read it (chmod 600).',
  'setting.secret-file-malformed':
    'Invalid file {file}: expected a secret of at least 32 characters. Restore it, or set LAUNCHGATE_SECRET.',
} as const
