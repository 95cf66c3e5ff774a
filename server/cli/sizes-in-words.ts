import { t } from './language.ts'

/** What a backup holds. */
export const sizesInWords = (sizes: { launches: number; entries: number; files: number }): string =>
  t('backup.sizes', sizes)
