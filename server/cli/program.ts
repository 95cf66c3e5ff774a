import { Command, CommanderError } from 'commander'
import type { CheckOptions } from './check.ts'
import { exitCodeOf, explain } from './explain.ts'
import type { LaunchOptions } from './launch.ts'
import type { PersonOptions } from './person.ts'
import type { TokenOptions } from './token.ts'
import type { WaitOptions } from './wait.ts'

/** The commands and their options. The file of a command is loaded only when it runs, so `check` never loads a database. */

const many = (value: string, before: string[] = []): string[] => [...before, value]

const program = new Command('launchgate')
  .description('Launch readiness checklists that block deploys until every gate is ready.')
  .helpCommand(true)
  // Commander puts its suggestion on a second line; scripts get one line.
  .configureOutput({ outputError: (text, write) => write(`${text.trim().replace(/\s*\n\s*/g, ' ')}\n`) })
  .exitOverride()

program
  .command('serve')
  .description('start the web server and API')
  .action(async () => (await import('../main.ts')).serve())

program
  .command('migrate')
  .description('run database migrations')
  .action(async () => (await import('./migrate.ts')).migrate())

program
  .command('seed')
  .description('load demo data into an empty database')
  .requiredOption('--demo', 'load the demo people and launches')
  .action(async () => (await import('./seed.ts')).seed())

const admin = program.command('admin').description('let administrators in')
admin
  .command('reset')
  .description('print a one-time link for an admin who can’t sign in')
  .argument('<email>')
  .action(async (email: string) => (await import('./admin.ts')).reset(email))
admin
  .command('setup-link')
  .description('print a new link to create the first admin')
  .action(async () => (await import('./admin.ts')).setupLink())

const person = program.command('person').description('manage people')
person
  .command('add')
  .description('add a person and print their ID; a one-time link to choose a password goes to stderr')
  .requiredOption('--name <name>', 'full name')
  .requiredOption('--email <address>')
  .option('--id <id>', 'lowercase slug (default: derived from the name or email)')
  .option('--role <role>', 'default role in new launches (repeatable)', many)
  .option('--admin', 'can manage people and tokens', false)
  .option('--auditor', 'read-only access to everything', false)
  .action(async (options: PersonOptions) => (await import('./person.ts')).add(options))
person
  .command('list')
  .description('list people and their roles')
  .action(async () => (await import('./person.ts')).list())

person
  .command('deactivate')
  .description('deactivate a person: ends sessions and tokens; their history stays')
  .argument('<id>', 'person ID (see `person list`)')
  .action(async (id: string) => (await import('./person.ts')).deactivate(id))

const token = program.command('token').description('manage API tokens')
token
  .command('create')
  .description('create a token and print it to stdout (shown only once)')
  .option('--as <person>', 'create a personal token for this person')
  .option('--service <name>', 'create a token for this service account (created if it doesn’t exist)')
  .option('--scope <scope>', 'scope to grant (repeatable)', many)
  .option('--launch <launch>', 'restrict the token to one launch')
  .option('--expires <time>', 'lifetime, e.g. 12h or 90d (default: 90d; 24h with sign:write)')
  .action(async (options: TokenOptions) => (await import('./token.ts')).create(options))
token
  .command('list')
  .description('list tokens (secrets are not shown)')
  .action(async () => (await import('./token.ts')).list())
token
  .command('revoke')
  .description('revoke a token')
  .argument('<id>', 'token ID (see `token list`)')
  .action(async (id: string) => (await import('./token.ts')).revoke(id))

const pipeline = program.command('pipeline').description('manage launch pipelines')
pipeline
  .command('check')
  .description('validate a pipeline file; errors show line, column and fix (no database needed)')
  .argument('<file>')
  .action(async (file: string) => {
    process.exitCode = await (await import('./pipeline.ts')).check(file)
  })
pipeline
  .command('list')
  .description('list available pipelines')
  .action(async () => (await import('./pipeline.ts')).list())
pipeline
  .command('import')
  .description('validate and import a pipeline')
  .argument('<file>')
  .action(async (file: string) => {
    process.exitCode = await (await import('./pipeline.ts')).importFile(file)
  })

const launch = program.command('launch').description('manage launches')
launch
  .command('create')
  .description('create a draft launch and print its slug')
  .requiredOption('--pipeline <id>')
  .requiredOption('--slug <slug>', 'name used in URLs')
  .requiredOption('--title <title>')
  .requiredOption('--target <time>', 'ISO 8601 date and time, e.g. 2026-12-01T10:00:00+08:00')
  .option('--zone <zone>', 'launch time zone', 'UTC')
  .option('--store <name>', 'store name')
  .option('--person <role=id>', 'assign a person to a role instead of its default (repeatable)', many)
  .option('--no <question>', 'answer “no” to a scoping question (repeatable)', many)
  .option('--as <person>', 'creator (default: first admin)')
  .action(async (options: LaunchOptions) => (await import('./launch.ts')).create(options))
launch
  .command('list')
  .description('list launches and their deploy status')
  .action(async () => (await import('./launch.ts')).list())

program
  .command('check')
  .description('check whether a deploy is allowed. Exit codes: 0 go, 3 wait, 4 hold, 5 unknown, 6 no-go')
  .argument('<launch>')
  .option('--url <address>', 'server URL (default: LAUNCHGATE_URL, else http://localhost:3000)')
  .option('--token <token>', 'default: LAUNCHGATE_TOKEN')
  .option('--candidate <build>', 'build to deploy: version or commit')
  .option('--json', 'print the raw JSON response', false)
  .action(async (slug: string, options: CheckOptions) => {
    process.exitCode = await (await import('./check.ts')).check(slug, options)
  })

program
  .command('wait')
  .description('wait until the deploy is allowed. Stops on no-go; on timeout, exits with the last status')
  .argument('<launch>')
  .option('--timeout <time>', 'maximum wait, e.g. 90s, 30m or 2h', '30m')
  .option('--url <address>', 'server URL (default: LAUNCHGATE_URL, else http://localhost:3000)')
  .option('--token <token>', 'default: LAUNCHGATE_TOKEN')
  .option('--candidate <build>', 'build to deploy: version or commit')
  .option('--json', 'print the last raw JSON response', false)
  .action(async (slug: string, options: WaitOptions) => {
    process.exitCode = await (await import('./wait.ts')).wait(slug, options)
  })

program
  .command('verify')
  .description('verify that the audit log matches the database; report the first mismatch')
  .argument('[launch]', 'launch to verify (default: all, and the log of the installation)')
  .option('--file <export>', 'verify an exported log file (no database needed)')
  .action(async (slug: string | undefined, options: { file?: string }) => {
    process.exitCode = await (await import('./verify.ts')).verify(slug, options)
  })

program
  .command('export')
  .description('export the audit log of a launch or of the installation as JSON Lines')
  .argument('[launch]')
  .option('--installation', 'export the log of the installation: people, tokens, sign-ins', false)
  .action(async (slug: string | undefined, options: { installation: boolean }) =>
    (await import('./export.ts')).exportLog(slug, options),
  )

/**
 * Runs one command. Returns null when the command has ended, with `process.exitCode` set, or keeps running, as `serve` does;
 * otherwise the exit code with which the process must end at once.
 */
export async function runCommandLine(args: readonly string[]): Promise<number | null> {
  try {
    await program.parseAsync(args, { from: 'user' })
    return null
  } catch (error) {
    const said = error instanceof CommanderError
    if (!said) explain(error)
    const code = said ? error.exitCode : exitCodeOf(error)
    return isDeployCheck(args) ? statusUnknown : code
  }
}

/** The exit code when the reader of our output stops reading (`… | head`); null for a server, which goes on. */
export function exitCodeWhenUnread(args: readonly string[]): number | null {
  if (commandOf(args) === 'serve') return null
  return isDeployCheck(args) ? statusUnknown : 1
}

/** For check and wait everything that is not an answer exits with 5, help too, because 0 means "go" to a script. */
const statusUnknown = 5
const isDeployCheck = (args: readonly string[]) => ['check', 'wait'].includes(commandOf(args))
const commandOf = (args: readonly string[]) => args.find((word) => !word.startsWith('-')) ?? ''
