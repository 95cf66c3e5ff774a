import { Command, CommanderError } from 'commander'
import type { CheckOptions } from './check.ts'
import { exitCodeOf, explain } from './explain.ts'
import type { LaunchOptions } from './launch.ts'
import type { PersonOptions } from './person.ts'
import type { TokenOptions } from './token.ts'
import type { WaitOptions } from './wait.ts'

/** The command line, as a table of contents. A command's file is loaded only when it runs: `check` never loads a database. */

const many = (value: string, before: string[] = []): string[] => [...before, value]

const program = new Command('launchgate')
  .description('Launch-readiness checklists that block the deploy until every gate is signed.')
  .helpCommand(true)
  // A guess at what was meant comes on a line of its own; scripts get one line.
  .configureOutput({ outputError: (text, write) => write(`${text.trim().replace(/\s*\n\s*/g, ' ')}\n`) })
  .exitOverride()

program
  .command('serve')
  .description('serve the pages and the API until it is stopped')
  .action(async () => (await import('../main.ts')).serve())

program
  .command('migrate')
  .description('bring the tables of the database up to date')
  .action(async () => (await import('./migrate.ts')).migrate())

program
  .command('seed')
  .description('put the demo into an empty database')
  .requiredOption('--demo', 'the people and the launch of the demo')
  .action(async () => (await import('./seed.ts')).seed())

const person = program.command('person').description('people of this installation')
person
  .command('add')
  .description('add a person and print their id')
  .requiredOption('--name <name>', 'as colleagues know them')
  .requiredOption('--email <address>')
  .option('--id <id>', 'a lower-case slug; otherwise made of the name or the e-mail address')
  .option('--role <role>', 'a role that they hold unless a launch says otherwise; may be repeated', many)
  .option('--admin', 'may manage people and tokens', false)
  .option('--auditor', 'may read everything and change nothing', false)
  .action(async (options: PersonOptions) => (await import('./person.ts')).add(options))
person
  .command('list')
  .description('everybody, with their roles')
  .action(async () => (await import('./person.ts')).list())

person
  .command('deactivate')
  .description('end all that a person may do here, now; what they did stays')
  .argument('<id>', 'as `person list` shows it')
  .action(async (id: string) => (await import('./person.ts')).deactivate(id))

const token = program.command('token').description('tokens of programs')
token
  .command('create')
  .description('make a token and print it, alone, on stdout; it is never shown again')
  .option('--as <person>', 'acts as this person')
  .option('--service <name>', 'of a service, which is made when it is new')
  .option('--scope <scope>', 'what it allows; may be repeated', many)
  .option('--launch <launch>', 'for this launch only')
  .option('--expires <time>', 'such as 12h or 90d (default: 90d; 24h with sign:write)')
  .action(async (options: TokenOptions) => (await import('./token.ts')).create(options))
token
  .command('list')
  .description('every token, without its secret')
  .action(async () => (await import('./token.ts')).list())
token
  .command('revoke')
  .description('end a token now')
  .argument('<id>', 'as `token list` shows it')
  .action(async (id: string) => (await import('./token.ts')).revoke(id))

const pipeline = program.command('pipeline').description('what launches are created from')
pipeline
  .command('check')
  .description('every error of a pipeline file, with its place and what mends it; needs no database')
  .argument('<file>')
  .action(async (file: string) => {
    process.exitCode = await (await import('./pipeline.ts')).check(file)
  })
pipeline
  .command('list')
  .description('every pipeline that a launch can be created from')
  .action(async () => (await import('./pipeline.ts')).list())
pipeline
  .command('import')
  .description('check a pipeline file and make launches of it possible')
  .argument('<file>')
  .action(async (file: string) => {
    process.exitCode = await (await import('./pipeline.ts')).importFile(file)
  })

const launch = program.command('launch').description('launches')
launch
  .command('create')
  .description('create a launch in draft and print its slug')
  .requiredOption('--pipeline <id>')
  .requiredOption('--slug <slug>', 'its name in addresses')
  .requiredOption('--title <title>')
  .requiredOption('--target <time>', 'such as 2026-12-01T10:00:00+08:00')
  .option('--zone <zone>', 'the time zone of the people', 'UTC')
  .option('--store <name>', 'the shop that opens')
  .option('--person <role=id>', 'who holds a role, instead of those whose default role it is; may be repeated', many)
  .option('--no <question>', 'a scoping question that is answered no; may be repeated', many)
  .option('--as <person>', 'who creates it (default: the first admin)')
  .action(async (options: LaunchOptions) => (await import('./launch.ts')).create(options))
launch
  .command('list')
  .description('every launch, and whether it may go')
  .action(async () => (await import('./launch.ts')).list())

program
  .command('check')
  .description('may we deploy? 0 go, 3 wait, 4 hold, 6 no-go, 5 cannot tell')
  .argument('<launch>')
  .option('--url <address>', 'of the server (default: LAUNCHGATE_URL, else http://localhost:3000)')
  .option('--token <token>', 'default: LAUNCHGATE_TOKEN')
  .option('--candidate <build>', 'the version or commit that is about to be deployed')
  .option('--json', 'print what the server answered', false)
  .action(async (slug: string, options: CheckOptions) => {
    process.exitCode = await (await import('./check.ts')).check(slug, options)
  })

program
  .command('wait')
  .description('the same until it is go; stops at no-go; at the time-out with the exit code of the last answer')
  .argument('<launch>')
  .option('--timeout <time>', 'how long, such as 90s, 30m or 2h', '30m')
  .option('--url <address>', 'of the server (default: LAUNCHGATE_URL, else http://localhost:3000)')
  .option('--token <token>', 'default: LAUNCHGATE_TOKEN')
  .option('--candidate <build>', 'the version or commit that is about to be deployed')
  .option('--json', 'print what the server answered last', false)
  .action(async (slug: string, options: WaitOptions) => {
    process.exitCode = await (await import('./wait.ts')).wait(slug, options)
  })

program
  .command('verify')
  .description('prove that logs and rows agree, or name the first difference')
  .argument('[launch]', 'one launch (default: every launch)')
  .option('--file <export>', 'an export instead; needs no database')
  .action(async (slug: string | undefined, options: { file?: string }) => {
    process.exitCode = await (await import('./verify.ts')).verify(slug, options)
  })

program
  .command('export')
  .description('print the log: one entry a line, exactly as it is stored')
  .argument('<launch>')
  .action(async (slug: string) => (await import('./export.ts')).exportLaunch(slug))

/**
 * Runs one command. Null when it ended, with `process.exitCode` set, or goes on, as `serve` does; otherwise the exit code with
 * which the process must end at once.
 */
export async function runCommandLine(args: readonly string[]): Promise<number | null> {
  try {
    await program.parseAsync(args, { from: 'user' })
    return null
  } catch (error) {
    const said = error instanceof CommanderError
    if (!said) explain(error)
    const code = said ? error.exitCode : exitCodeOf(error)
    return asksForTheDecision(args) ? cannotTell : code
  }
}

/** The exit code when whoever reads our output stops reading (`… | head`); null for a server, which goes on. */
export function exitCodeWhenUnread(args: readonly string[]): number | null {
  if (commandOf(args) === 'serve') return null
  return asksForTheDecision(args) ? cannotTell : 1
}

/** For check and wait every way of not answering is 5: help too, because 0 means "go" to whoever reads only that. */
const cannotTell = 5
const asksForTheDecision = (args: readonly string[]) => ['check', 'wait'].includes(commandOf(args))
const commandOf = (args: readonly string[]) => args.find((word) => !word.startsWith('-')) ?? ''
