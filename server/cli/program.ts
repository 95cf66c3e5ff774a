import { Command, CommanderError } from 'commander'
import { readLocale } from '../settings/locale.ts'
import type { CheckOptions } from './check.ts'
import { exitCodeOf, explain } from './explain.ts'
import { helpTexts } from './help.ts'
import { speakFor, t } from './language.ts'
import type { LaunchOptions } from './launch.ts'
import type { PersonOptions } from './person.ts'
import type { TokenOptions } from './token.ts'
import { explainUsage } from './usage.ts'
import type { WaitOptions } from './wait.ts'

/** The commands and their options. The file of a command is loaded only when it runs, so `check` never loads a database. */

const many = (value: string, before: string[] = []): string[] => [...before, value]

/** The commands in the language of the terminal. */
function commandLine(): Command {
  const program = new Command('launchgate')
    .description(t('help.launchgate'))
    .configureHelp(helpTexts)
    .helpOption('-h, --help', t('help.help'))
    .helpCommand(`help ${t('help.any-command')}`, t('help.help'))
    // What is wrong is said by explainUsage.
    .configureOutput({ outputError: () => undefined })
    .exitOverride()
  for (const add of [addServer, addAdmin, addPeople, addTokens, addPipelines, addLaunches, addChecks, addLogs])
    add(program)
  return program
}

function addServer(program: Command): void {
  program
    .command('serve')
    .description(t('help.serve'))
    .action(async () => (await import('../main.ts')).serve())

  program
    .command('migrate')
    .description(t('help.migrate'))
    .action(async () => (await import('./migrate.ts')).migrate())

  program
    .command('backup')
    .description(t('help.backup'))
    .argument('<file>', t('help.backup.file'))
    .action(async (file: string) => (await import('./backup.ts')).backup(file))

  program
    .command('restore')
    .description(t('help.restore'))
    .argument('<file>', t('help.restore.file'))
    .action(async (file: string) => (await import('./restore.ts')).restore(file))

  program
    .command('seed')
    .description(t('help.seed'))
    .requiredOption('--demo', t('help.seed.demo'))
    .action(async () => (await import('./seed.ts')).seed())
}

function addAdmin(program: Command): void {
  const admin = program.command('admin').description(t('help.admin'))
  admin
    .command('reset')
    .description(t('help.admin.reset'))
    .argument('<email>')
    .action(async (email: string) => (await import('./admin.ts')).reset(email))
  admin
    .command('setup-link')
    .description(t('help.admin.setup-link'))
    .action(async () => (await import('./admin.ts')).setupLink())
}

function addPeople(program: Command): void {
  const person = program.command('person').description(t('help.person'))
  person
    .command('add')
    .description(t('help.person.add'))
    .requiredOption('--name <name>', t('help.person.add.name'))
    .requiredOption('--email <address>')
    .option('--id <id>', t('help.person.add.id'))
    .option('--role <role>', t('help.person.add.role'), many)
    .option('--admin', t('help.person.add.admin'), false)
    .option('--auditor', t('help.person.add.auditor'), false)
    .action(async (options: PersonOptions) => (await import('./person.ts')).add(options))
  person
    .command('list')
    .description(t('help.person.list'))
    .action(async () => (await import('./person.ts')).list())

  person
    .command('deactivate')
    .description(t('help.person.deactivate'))
    .argument('<id>', t('help.person.deactivate.id'))
    .action(async (id: string) => (await import('./person.ts')).deactivate(id))
}

function addTokens(program: Command): void {
  const token = program.command('token').description(t('help.token'))
  token
    .command('create')
    .description(t('help.token.create'))
    .option('--as <person>', t('help.token.create.as'))
    .option('--service <name>', t('help.token.create.service'))
    .option('--scope <scope>', t('help.token.create.scope'), many)
    .option('--launch <launch>', t('help.token.create.launch'))
    .option('--expires <time>', t('help.token.create.expires'))
    .action(async (options: TokenOptions) => (await import('./token.ts')).create(options))
  token
    .command('list')
    .description(t('help.token.list'))
    .action(async () => (await import('./token.ts')).list())
  token
    .command('revoke')
    .description(t('help.token.revoke'))
    .argument('<id>', t('help.token.revoke.id'))
    .action(async (id: string) => (await import('./token.ts')).revoke(id))
}

function addPipelines(program: Command): void {
  const pipeline = program.command('pipeline').description(t('help.pipeline'))
  pipeline
    .command('check')
    .description(t('help.pipeline.check'))
    .argument('<file>')
    .action(async (file: string) => {
      process.exitCode = await (await import('./pipeline.ts')).check(file)
    })
  pipeline
    .command('list')
    .description(t('help.pipeline.list'))
    .action(async () => (await import('./pipeline.ts')).list())
  pipeline
    .command('import')
    .description(t('help.pipeline.import'))
    .argument('<file>')
    .action(async (file: string) => {
      process.exitCode = await (await import('./pipeline.ts')).importFile(file)
    })
}

function addLaunches(program: Command): void {
  const launch = program.command('launch').description(t('help.launch'))
  launch
    .command('create')
    .description(t('help.launch.create'))
    .requiredOption('--pipeline <id>')
    .requiredOption('--slug <slug>', t('help.launch.create.slug'))
    .requiredOption('--title <title>')
    .requiredOption('--target <time>', t('help.launch.create.target'))
    .option('--zone <zone>', t('help.launch.create.zone'), 'UTC')
    .option('--store <name>', t('help.launch.create.store'))
    .option('--person <role=id>', t('help.launch.create.person'), many)
    .option('--no <question>', t('help.launch.create.no'), many)
    .option('--as <person>', t('help.launch.create.as'))
    .action(async (options: LaunchOptions) => (await import('./launch.ts')).create(options))
  launch
    .command('list')
    .description(t('help.launch.list'))
    .action(async () => (await import('./launch.ts')).list())
}

function addChecks(program: Command): void {
  program
    .command('check')
    .description(t('help.check'))
    .argument('<launch>')
    .option('--url <address>', t('help.check.url'))
    .option('--token <token>', t('help.check.token'))
    .option('--candidate <build>', t('help.check.candidate'))
    .option('--json', t('help.check.json'), false)
    .action(async (slug: string, options: CheckOptions) => {
      process.exitCode = await (await import('./check.ts')).check(slug, options)
    })

  program
    .command('wait')
    .description(t('help.wait'))
    .argument('<launch>')
    .option('--timeout <time>', t('help.wait.timeout'), '30m')
    .option('--url <address>', t('help.check.url'))
    .option('--token <token>', t('help.check.token'))
    .option('--candidate <build>', t('help.check.candidate'))
    .option('--json', t('help.wait.json'), false)
    .action(async (slug: string, options: WaitOptions) => {
      process.exitCode = await (await import('./wait.ts')).wait(slug, options)
    })
}

function addLogs(program: Command): void {
  program
    .command('verify')
    .description(t('help.verify'))
    .argument('[launch]', t('help.verify.launch'))
    .option('--file <export>', t('help.verify.file'))
    .action(async (slug: string | undefined, options: { file?: string }) => {
      process.exitCode = await (await import('./verify.ts')).verify(slug, options)
    })

  program
    .command('export')
    .description(t('help.export'))
    .argument('[launch]')
    .option('--installation', t('help.export.installation'), false)
    .action(async (slug: string | undefined, options: { installation: boolean }) =>
      (await import('./export.ts')).exportLog(slug, options),
    )
}

/**
 * Runs one command. Returns null when the command has ended, with `process.exitCode` set, or keeps running, as `serve` does;
 * otherwise the exit code with which the process must end at once.
 */
export async function runCommandLine(args: readonly string[]): Promise<number | null> {
  await speakFor(readLocale())
  try {
    await commandLine().parseAsync(args, { from: 'user' })
    return null
  } catch (error) {
    const isUsage = error instanceof CommanderError
    if (isUsage) explainUsage(error)
    else explain(error)
    const code = isUsage ? error.exitCode : exitCodeOf(error)
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
