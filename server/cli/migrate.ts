import { t } from './language.ts'
import { say } from './print.ts'
import { withStore } from './services.ts'

/** Opening a store brings its tables up to date. */
export async function migrate(): Promise<void> {
  await withStore(async () => say(t('cli.up-to-date')))
}
