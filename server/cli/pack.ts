import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { makeBundle } from './make-bundle.ts'

/**
 * What `npm pack` runs first: the bundle of an installed package, with the licenses of the libraries in it. It runs on the Node.js that
 * the launcher asks for, and has no source maps: its lines and names are those of readable code.
 */

const root = fileURLToPath(new URL('../..', import.meta.url))
const folder = join(root, 'bundle')
const oldestNode = 'node24.7'

rmSync(folder, { recursive: true, force: true })
const { inputs } = await makeBundle(root, folder, { target: oldestNode, maps: false })
writeFileSync(join(folder, 'LICENSES.txt'), licenses(Object.keys(inputs)))

/** Of each package that one of these files belongs to: its name, its version and the text of its license. */
function licenses(files: readonly string[]): string {
  const packages = files.flatMap((file) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file)?.[0] ?? [])
  return [...new Set(packages)]
    .sort()
    .map(license)
    .join(`\n${'='.repeat(80)}\n\n`)
}

function license(path: string): string {
  const about: { name: string; version: string; license?: string } = JSON.parse(
    readFileSync(join(root, path, 'package.json'), 'utf8'),
  )
  const name = readdirSync(join(root, path)).find((each) => /^(licen[cs]e|copying)/i.test(each))
  const text =
    name === undefined ? `License: ${about.license ?? 'unknown'}\n` : readFileSync(join(root, path, name), 'utf8')
  return `${about.name} ${about.version}\n\n${text}`
}
