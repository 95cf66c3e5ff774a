import { readLocale } from '../settings/locale.ts'
import { speakFor, t } from './language.ts'
import * as program from './program.ts'
import { runProcess } from './run-process.ts'

/** The command line from its sources, because the bundle can't be built. */
export async function runFromSources(why: string): Promise<void> {
  await speakFor(readLocale())
  process.stderr.write(`${t('cli.from-source', { why })}\n`)
  await runProcess(program)
}
