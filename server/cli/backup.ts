import { backUp } from '../../db/open-store.ts'
import { readConfig } from '../config.ts'
import { evidencePath } from '../evidence/folder.ts'
import { t } from './language.ts'
import { say } from './print.ts'
import { sizesInWords } from './sizes-in-words.ts'

/** Backs up the database and its evidence; a server may run meanwhile. Throws where no verified backup was made. */
export async function backup(file: string): Promise<void> {
  const { databaseUrl, dataDir } = readConfig()
  const { size, ...sizes } = await backUp(databaseUrl, file, (sha256) => evidencePath(dataDir, sha256), Date.now())
  say(t('backup.made', { file, sizes: sizesInWords(sizes), megabytes: (size / 1e6).toFixed(1) }))
}
