import { restore as restoreStore } from '../../db/open-store.ts'
import type { Store } from '../../db/store.ts'
import { restoreInstallation } from '../../machines/installation/sessions.ts'
import { readConfig } from '../config.ts'
import { evidenceFolder } from '../evidence/folder.ts'
import { t } from './language.ts'
import { instant, say } from './print.ts'
import { sizesInWords } from './sizes-in-words.ts'

/** Restores a backup where no database is. All sessions end, and the log of the installation says that it was restored. */
export async function restore(file: string): Promise<void> {
  const { databaseUrl, dataDir } = readConfig()
  const { keep, find } = evidenceFolder(dataDir)
  const begin = async ({ installation }: Store, madeAt: string) => {
    const decide = (known: Parameters<typeof restoreInstallation>[0]) => restoreInstallation(known, madeAt)
    await installation.change({ at: Date.now(), asked: { everySession: true }, texts: [], decide })
  }
  const { madeAt, ...sizes } = await restoreStore(databaseUrl, file, { keep, bytesOf: find }, begin)
  say(t('backup.restored', { file, at: instant(Date.parse(madeAt)), sizes: sizesInWords(sizes) }))
  say(t('backup.restored-access'))
}
