import { execFileSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const sources = fileURLToPath(new URL('.', import.meta.url))

/** Where the peers are installed: beside the project's own packages, where no linter or test looks for sources. */
export const folder = fileURLToPath(new URL('../../../node_modules/.cache/launchgate-peers/', import.meta.url))

/** Copies the programs there, and installs what package-lock.json names unless it is there. About 500 MB. */
export function installPeers(): void {
  mkdirSync(folder, { recursive: true })
  for (const name of ['package.json', 'package-lock.json', 'programs'])
    cpSync(`${sources}${name}`, `${folder}${name}`, { recursive: true })
  const [lock, installed] = [
    readFileSync(`${folder}package-lock.json`, 'utf8'),
    `${folder}node_modules/.installed-lock`,
  ]
  if (existsSync(installed) && readFileSync(installed, 'utf8') === lock) return
  execFileSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], { cwd: folder, stdio: 'inherit' })
  writeFileSync(installed, lock)
}

/** The version of a package that was installed. */
export function versionOf(name: string): string {
  const file = `${folder}node_modules/${name}/package.json`
  // The shape of every package.json.
  const { version } = JSON.parse(readFileSync(file, 'utf8')) as { version: string }
  return version
}
