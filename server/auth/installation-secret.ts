import { createHmac, randomBytes } from 'node:crypto'
import { closeSync, fsyncSync, linkSync, openSync, readFileSync, statSync, unlinkSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import type { Config } from '../config.ts'
import { WrongSetting } from '../settings/setting.ts'

type Settings = Pick<Config, 'secret' | 'dataDir'>

/**
 * The secret of this installation, 32 characters or more: LAUNCHGATE_SECRET, else the file `secret` in DATA_DIR. A missing file
 * is made, 32 random bytes in base64url, on disk before this returns; of two processes at once, both get the same secret.
 * DATA_DIR must exist. Throws WrongSetting if others may read the file, or if it isn't a secret; such a file is left as it is.
 */
export function installationSecret({ secret, dataDir }: Settings): string {
  if (secret !== null) return secret
  const path = join(dataDir, 'secret')
  if (statSync(path, { throwIfNoEntry: false }) === undefined) makeSecret(dataDir, path)
  return readSecretFile(path)
}

const read = new WeakMap<Settings, string>()

/**
 * HMAC-SHA-256 (hex) of a text under the secret. A database keeps it in the place of an address: without the secret nobody can find the
 * address by trying likely ones.
 */
export function keyedHash(settings: Settings, text: string): string {
  const secret = read.get(settings) ?? installationSecret(settings)
  read.set(settings, secret)
  return createHmac('sha256', secret).update(text).digest('hex')
}

/** Written under another name first: whoever finds the file finds it whole. A link, unlike a rename, never replaces one. */
function makeSecret(folder: string, path: string): void {
  const draft = join(folder, `secret.${process.pid}.${randomBytes(6).toString('hex')}`)
  const file = openSync(draft, 'wx', 0o600)
  try {
    writeSync(file, `${randomBytes(32).toString('base64url')}\n`)
    fsyncSync(file)
    linkSync(draft, path)
    syncFolder(folder)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
  } finally {
    closeSync(file)
    unlinkSync(draft)
  }
}

/** A new name is lasting only when its folder is on disk too. */
function syncFolder(path: string): void {
  const folder = openSync(path, 'r')
  try {
    fsyncSync(folder)
  } finally {
    closeSync(folder)
  }
}

function readSecretFile(path: string): string {
  if ((statSync(path).mode & 0o077) !== 0)
    throw new WrongSetting((t) => t('setting.secret-file-open', { file: JSON.stringify(path) }))
  const secret = readFileSync(path, 'utf8').trimEnd()
  if (/^[\x21-\x7e]{32,}$/.test(secret)) return secret
  throw new WrongSetting((t) => t('setting.secret-file-malformed', { file: JSON.stringify(path) }))
}
