import { join } from 'node:path'

/** Where the server's own backups are, and the copies that are made before a migration. */
export const backupsFolder = (dataDir: string): string => join(dataDir, 'backups')
