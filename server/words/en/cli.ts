/**
 * The command line: what it says on the terminal, and the heads and words of its tables. What stands in straight quotes was typed on
 * the command line. Names of commands, options and variables are the same in every language.
 */
export const enCli = {
  'cli.two-sentences': '{first} {second}',
  'cli.list': '{first}, {second}',
  'cli.from-source': 'Starting from source, which is slower: the bundle can’t be built ({why}).',
  'cli.node-too-old':
    'Node.js {least} or newer is required (this is {found}). Install a newer version: https://nodejs.org',
  'cli.cannot-read': 'Can’t read {file}: {why}',
  'cli.port-in-use': 'Port already in use ({why}). Stop the other process or set PORT.',
  'cli.corrupt':
    'Can’t read the database in DATABASE_URL: it is corrupt, or a read failed. If this persists, move it away with its -wal file and restore a backup: launchgate restore FILE',
  'cli.taken.id': 'This id is already in use.',
  'cli.taken.email-address': 'This email address is already in use.',
  'cli.up-to-date': 'Database is up to date.',

  // serve
  'cli.running': 'Launchgate is running at {url}',
  'cli.set-up-or-demo': 'Open it and choose “Open demo”, or set it up for your team within 60 minutes:',
  'cli.set-up': 'Set it up for your team within 60 minutes:',
  'cli.setup-code': 'Setup code: {code}',
  'cli.pick-demo-user': 'Open it and pick a demo user.',
  'cli.sign-in': 'Sign in with your email address and password. Locked out: npx launchgate admin reset EMAIL',
  'cli.try-check': 'In another terminal, try the check your CI would run:',

  // seed
  'cli.demo-loaded': 'Demo loaded: people, plus launches aurora, borealis and hello.',
  'cli.demo-there': 'The demo is already loaded.',
  'cli.demo-not-here':
    'Demo not loaded: it lets anyone act as anyone, so it only runs on localhost and never in production (check HOST, BASE_URL, TRUST_PROXY, NODE_ENV).',
  'cli.demo-not-empty': 'Demo not loaded: this database already has people. Use an empty database (DATABASE_URL).',

  // admin
  'cli.no-such-email': 'No one has the email address "{email}". See `launchgate person list`.',
  'cli.not-an-admin': '{person} isn’t an admin. An admin can make a link for them under People.',
  'cli.deactivated': '{person} is deactivated and can’t sign in.',
  'cli.password-link': '{person} can choose a new password with this link, once, until {until}.',
  'cli.already-set-up': 'Launchgate is already set up: this database has people.',
  'cli.setup-link': 'Creates the first admin, once, until {until}.',

  // person
  'cli.wrong-name': '--name takes 1 to 200 characters.',
  'cli.wrong-email': 'Invalid --email "{email}": expected an email address.',
  'cli.wrong-id': 'Invalid --id "{id}": use lowercase letters, digits and hyphens, up to 60 characters.',
  'cli.wrong-role': 'Invalid --role "{role}": expected a role ID, e.g. content-team.',
  'cli.unused-role': 'Warning: no pipeline uses the role "{role}" yet.',
  'cli.not-in-demo': 'Warning: this is a demo database. {person} won’t appear on the sign-in page.',
  'cli.no-password-link': '{person} was added, but got no link to choose a password.',
  'cli.welcome-link': 'To sign in, {person} chooses a password with this link, once, until {until}:',
  'cli.no-people': 'No people yet. Run `launchgate person add` or `launchgate seed --demo`.',
  'cli.no-such-person': 'Person "{id}" not found. Run `launchgate person list` to see all IDs.',
  'cli.last-admin': '{id} is the last active admin. Add another admin first (`launchgate person add --admin`).',
  'cli.person-ended': '{id} is deactivated; sessions and tokens ended. Launch roles remain until reassigned.',
  'cli.already-inactive': '{id} is already inactive.',
  'person-refused.not-an-admin': 'Only an administrator can add people.',
  'person-refused.name-length': 'Name takes 1 to 200 characters.',
  'person-refused.not-an-email': '"{email}" is not an email address.',
  'person-refused.not-an-id': 'Invalid ID "{id}": use lowercase letters, digits and hyphens, up to 60 characters.',

  // token
  'cli.unknown-scope': 'Unknown scope "{scope}". Use one of: {scopes}.',
  'cli.token-made': 'Token {id} expires {until}. Copy it now; you won’t see it again.',
  'cli.token-holder': 'Pass either --as PERSON or --service NAME.',
  'cli.wrong-expires': 'Invalid --expires "{expires}": expected days, hours or minutes, e.g. 90d, 24h or 30m.',
  'cli.no-such-token': 'Token "{id}" not found. Run `launchgate token list` to see all IDs.',
  'cli.token-revoked': 'Token {id} revoked.',
  'cli.owner-service': '{service} (service)',

  // pipeline
  'cli.pipeline-valid': '{file} is valid: {size}',
  'cli.pipeline-size': '{gates, plural, one {# gate} other {# gates}}, {items, plural, one {# item} other {# items}}',
  'cli.pipeline-differs':
    'Version {version} of {id} already exists with different content. Increase the version and import again.',
  'cli.pipeline-older':
    'Version {newest} of {id} already exists and this is version {version}. Increase the version above {newest} and import again.',
  'cli.pipeline-there': 'Version {version} of {id} already exists with the same content.',
  'cli.pipeline-imported': 'Imported {id} version {version}: {size}. Existing launches keep their version.',
  'cli.pipeline-too-large': '{file} is larger than 1 MB, the maximum for a pipeline.',
  'cli.not-utf8': '{file} is not UTF-8 text.',

  // launch
  'cli.still-in-scope': 'Warning: {id} is still in scope despite --no.',
  'cli.draft-created': 'Draft “{title}” created by {person}. The project lead can start it.',
  'cli.wrong-person': 'Invalid --person "{pair}": expected ROLE=ID, e.g. tester=sam.',
  'cli.no-admin': 'No admin found. Pass --as PERSON.',
  'cli.no-active-person': 'No active person "{id}" found.',
  'cli.takes.pipeline': '--pipeline takes a pipeline ID, e.g. ecommerce-essential.',
  'cli.takes.slug': '--slug takes lowercase letters, digits and hyphens, up to 60 characters.',
  'cli.takes.title': '--title takes 1 to 200 characters.',
  'cli.takes.store': '--store takes 1 to 200 characters.',
  'cli.takes.target': '--target takes an ISO 8601 date and time with offset, e.g. 2026-12-01T10:00:00+08:00.',
  'cli.takes.zone': '--zone takes a time zone, e.g. Asia/Taipei or UTC.',
  'cli.takes.person': '--person takes ROLE=ID, e.g. tester=sam.',
  'cli.takes.no': '--no takes the ID of a scoping question.',
  'cli.unreadable-launch': 'Can’t read launch {launch}: {why}.',
  'cli.see-verify': 'Run `launchgate verify` for details.',

  // verify and export
  'cli.launch-or-file': 'Pass either a launch or --file, not both.',
  'cli.database-verified': 'database: verified',
  'cli.database-mismatch': 'database: MISMATCH: {difference}',
  'cli.sqlite-cannot-read': 'SQLite can’t read it ({why})',
  'cli.no-launches': 'No launches yet.',
  'cli.unused-file': 'evidence: file {name} is not used by any launch',
  'cli.cannot-verify': 'can’t be verified: {why}',
  'cli.installation': 'installation',
  'cli.verified': '{name}: verified, {entries} entries, root {root}',
  'cli.verified-deleted':
    '{name}: verified, {entries} entries, {deleted, plural, one {{texts} text} other {{texts} texts}} deleted, root {root}',
  'cli.mismatch': '{name}: MISMATCH: {difference}',
  'cli.mismatch-at': '{name}: MISMATCH at entry {seq}: {difference}',
  'cli.export-not-utf8': 'MISMATCH: the file is not UTF-8 text.',
  'cli.launch-or-installation': 'Pass either a launch or --installation.',
  'cli.no-installation-log': 'This installation has no log yet.',
  'cli.no-such-launch': 'Launch "{launch}" not found.',

  // Heads and words of tables
  'cli.head.id': 'ID',
  'cli.head.name': 'NAME',
  'cli.head.email': 'EMAIL',
  'cli.head.state': 'STATE',
  'cli.head.roles': 'ROLES',
  'cli.head.owner': 'OWNER',
  'cli.head.expires': 'EXPIRES',
  'cli.head.last-used': 'LAST USED',
  'cli.head.launch': 'LAUNCH',
  'cli.head.scopes': 'SCOPES',
  'cli.head.version': 'VERSION',
  'cli.head.gates': 'GATES',
  'cli.head.languages': 'LANGUAGES',
  'cli.head.source': 'SOURCE',
  'cli.head.slug': 'SLUG',
  'cli.head.title': 'TITLE',
  'cli.head.deploy': 'DEPLOY',
  'cli.head.target': 'TARGET',
  'cli.head.gate': 'GATE',
  'cli.head.status': 'STATUS',
  'cli.head.waiting-on': 'WAITING ON',
  'cli.head.since': 'SINCE',
  'cli.head.reason': 'REASON',
  'cli.active': 'active',
  'cli.inactive': 'inactive',
  'cli.expired': 'expired',
  'cli.revoked': 'revoked',
  'cli.admin': '(admin)',
  'cli.auditor': '(auditor)',
  'cli.all-launches': 'all',
  'cli.built-in': 'built-in',
  'cli.imported': 'imported',
} as const
