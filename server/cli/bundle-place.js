import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'

/** Folders with sources of ours. */
export const sourceFolders = ['db', 'machines', 'server']

/** @param {string} root the project's folder */
export const bundlesFolder = (root) => join(root, 'node_modules/.cache/launchgate')

/**
 * The folder of the bundle that is made of the sources as they are: its name changes with the name, the size and the time of change of
 * every source, and with every installed version. In JavaScript, because Node.js takes 0.1 s and 10 MB to read the first TypeScript.
 *
 * @param {string} root the project's folder
 * @returns {string}
 */
export function bundlePlace(root) {
  const hash = createHash('sha256').update(readFileSync(join(root, 'package-lock.json')))
  for (const folder of sourceFolders)
    for (const name of readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).sort())
      if (name.endsWith('.ts') || name.endsWith('.yaml')) {
        const { size, mtimeMs } = statSync(join(root, folder, name))
        hash.update(`${folder}/${name}\0${size}\0${mtimeMs}\0`)
      }
  return join(bundlesFolder(root), hash.digest('hex').slice(0, 20))
}
