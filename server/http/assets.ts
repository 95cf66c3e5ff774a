import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, extname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Response, Router } from 'express'
import { refuseOtherMethods } from './methods.ts'

/**
 * Styles, scripts, fonts and icons. Pages name them below a hash of their content, so that a browser may keep them for ever
 * (RFC 8246, immutable) and still takes the new ones the moment that anything in them changed. They are read once, at the start: when files cannot be opened
 * later, module resolution fails with an error without a code, which would be answered like a mistake of ours.
 */

interface Assets {
  /** The first digits of the SHA-256 of every name and every byte. */
  version: string
  files: ReadonlyMap<string, Buffer>
}

let loaded: Assets | null = null

/** The address of `app.css` (all of public/css), of a script of public/js, of another file of public/, or of `htmx.js`. Throws when there is none. */
export function assetUrl(name: string): string {
  const { version, files } = assets()
  if (!files.has(name)) throw new Error(`There is no asset ${name}.`)
  return `/assets/${version}/${name}`
}

/**
 * Answers below /assets. An address with the current hash is immutable. The same file under an older hash, or under none, is
 * the current one and is not cached: a page drawn by another version of the program still finds its styles.
 */
export function serveAssets(): Router {
  assets()
  const router = Router()
  router.get('/*path', (req, res) => {
    const path = req.params.path.join('/')
    const { version, files } = assets()
    const [first = '', ...rest] = path.split('/')
    const name = /^[0-9a-f]{16}$/.test(first) ? rest.join('/') : path
    const bytes = files.get(name)
    if (bytes === undefined) return notFound(res)
    res.set('Cache-Control', first === version ? 'public, max-age=31536000, immutable' : 'no-cache')
    res.type(extname(name)).send(bytes)
  })
  router.use(refuseOtherMethods(router))
  router.use((_req, res) => notFound(res))
  return router
}

function notFound(res: Response): void {
  res.status(404).type('text/plain').send('Not found\n')
}

function assets(): Assets {
  loaded ??= readAssets()
  return loaded
}

const folder = fileURLToPath(new URL('../../public', import.meta.url))

function readAssets(): Assets {
  const files = new Map<string, Buffer>()
  for (const path of pathsBelow(folder)) {
    if (path.startsWith('css/')) continue
    const bytes = readFileSync(join(folder, path))
    files.set(path.replace(/^js\//, ''), path.startsWith('js/') ? withoutComments(bytes) : bytes)
  }
  files.set('app.css', Buffer.from(shortStyle(joinStyles('css/app.css'))))
  files.set('htmx.js', readFileSync(createRequire(import.meta.url).resolve('htmx.org/dist/htmx.min.js')))
  const hash = createHash('sha256')
  for (const [name, bytes] of files) hash.update(`${name}\0${bytes.length}\0`).update(bytes)
  return { version: hash.digest('hex').slice(0, 16), files }
}

/** Paths from this folder to every file below it, sorted. */
function pathsBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort()
}

/** A script of ours without what only its readers need, a quarter of it: comments, which stand on lines of their own, and indentation. */
function withoutComments(script: Buffer): Buffer {
  const comment = /^[ \t]*(?:\/\/.*|\/\*\*[\s\S]*?\*\/)\n/gm
  return Buffer.from(
    script
      .toString('utf8')
      .replace(comment, '')
      .replace(/^[ \t]+/gm, ''),
  )
}

/** A stylesheet without what only its readers need, a fifth of it: comments and indentation. */
const shortStyle = (style: string): string => style.replace(/\/\*[\s\S]*?\*\//g, '').replace(/\s*\n\s*/g, '\n')

/** A stylesheet with each of its imports replaced by that file: browsers fetch one file, not forty. */
function joinStyles(path: string): string {
  const importLine = /^@import "(.+)";$/gm
  const style = readFileSync(join(folder, path), 'utf8')
  return style.replace(importLine, (_line, name: string) => joinStyles(join(dirname(path), name)).trimEnd())
}
