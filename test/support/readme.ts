import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { served } from './server.ts'

/**
 * Runs the commands in README.md and compares what they print. A command is a line that starts with `$ ` in a `console` block, with its
 * continuation lines; the lines below it are its output. Run with --write it puts the present output there.
 */

export const howToWrite = 'npm exec -- node test/support/readme.ts --write'

const root = fileURLToPath(new URL('../..', import.meta.url))
const readme = join(root, 'README.md')
const block = /(?<=```console\n)[\s\S]*?(?=```)/g
/** The commands above this heading are for the demo, those below for an empty database. */
const ownLaunch = '## Create your own launch'
/** Separates the output of one command from that of the next. */
const separator = '\u001e'

interface Step {
  command: string
  output: string
}

function stepsOf(text: string): Step[] {
  const steps: Step[] = []
  let isContinued = false
  for (const line of text.trimEnd().split('\n')) {
    const last = steps.at(-1)
    if (line.startsWith('$ ')) steps.push({ command: line, output: '' })
    else if (last === undefined) throw new Error(`A console block of README.md starts with output: ${line}`)
    else if (isContinued) last.command += `\n${line}`
    else last.output += `${line}\n`
    isContinued = line.endsWith('\\') && (line.startsWith('$ ') || isContinued)
  }
  return steps
}

/** The README's text with the present output below each command. */
export async function readmeAsRun(text: string): Promise<string> {
  const [demo = '', own = ''] = splitAt(text, text.indexOf(ownLaunch))
  return (await partAsRun(demo, { LAUNCHGATE_DEMO: '1' })) + (await partAsRun(own, {}))
}

const splitAt = (text: string, index: number): string[] => [text.slice(0, index), text.slice(index)]

async function partAsRun(text: string, settings: Record<string, string>): Promise<string> {
  const blocks = (text.match(block) ?? []).map(stepsOf)
  const outputs = await run(
    blocks.flat().map(({ command }) => command.slice(2)),
    settings,
  )
  const written = blocks.map((steps) => steps.map(({ command }) => `${command}\n${outputs.shift() ?? ''}`).join(''))
  return text.replace(block, () => written.shift() ?? '')
}

/** What each command prints, all in one shell, beside a server with these settings. */
async function run(commands: string[], settings: Record<string, string>): Promise<string[]> {
  const server = await served(settings)
  const folder = mkdtempSync(join(tmpdir(), 'launchgate-readme-'))
  symlinkSync(join(root, 'machines'), join(folder, 'machines'))
  try {
    await server.start()
    const script = [
      `npx() { shift; '${process.execPath}' '${join(root, 'server/cli/launchgate.js')}' "$@"; }`,
      ...commands.map((command) => command.replaceAll('http://localhost:3000', server.url)),
    ].join(`\nstatus=$?; printf '${separator}'; (exit $status)\n`)
    const shell = spawn('bash', ['-c', `exec 2>&1\n${script}`], {
      cwd: folder,
      env: { ...server.env, LAUNCHGATE_URL: server.url, LOG_LEVEL: 'fatal' },
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    let printed = ''
    for await (const chunk of shell.stdout.setEncoding('utf8')) printed += chunk
    const [, ...outputs] = printed.replaceAll(server.url, 'http://localhost:3000').split(separator)
    return outputs.map(asOnTerminal)
  } finally {
    await server.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

/** With a newline at its end, curl's error below what it got, and without the entries in an answer of the API, which take many lines. */
function asOnTerminal(output: string): string {
  const lines = output.split('\n').filter((line, index, all) => line !== '' || index < all.length - 1)
  const errors = lines.filter((line) => line.startsWith('curl: ('))
  return [...lines.filter((line) => !errors.includes(line)), ...errors]
    .map((line) => `${line.replace(/"entries":\[.*\](?=,"decision")/, '"entries":[…]')}\n`)
    .join('')
}

/** The text without what differs from run to run: times, tokens and hashes. */
export function withoutChance(text: string): string {
  return text
    .replace(/\d{4}-\d\d-\d\d \d\d:\d\d UTC/g, 'TIME')
    .replace(/Token \S+ expires/g, 'Token ID expires')
    .replace(/\/reset\/[\w-]{43}/g, '/reset/SECRET')
    .replace(/root [0-9a-f]{64}/g, 'root HASH')
    .replace(/"version":\d+/g, '"version":N')
}

export const readReadme = (): string => readFileSync(readme, 'utf8')

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const text = await readmeAsRun(readReadme())
  if (process.argv.includes('--write')) writeFileSync(readme, text)
  else console.log(text)
}
