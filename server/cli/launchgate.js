#!/usr/bin/env node
import { existsSync } from 'node:fs'
import * as module from 'node:module'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

// What `npm start` and `npx launchgate` run: a bundle, which an installed package brings along and a clone makes of its sources. In
// JavaScript, because Node.js takes 0.1 s and 10 MB to read the first TypeScript and refuses it below node_modules, and because old
// versions must be able to read this file to say that they are too old.

// The first with Argon2. `engines` in package.json asks for less: a clone starts on Node.js 20 and brings its own.
const leastNode = '24.7'
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
if (major < 24 || (major === 24 && minor < 7)) {
  process.stderr.write(`${tooOld(process.env.LC_ALL || process.env.LC_MESSAGES || process.env.LANG || '')}\n`)
  process.exit(78)
}
const root = fileURLToPath(new URL('../..', import.meta.url))
module.enableCompileCache(join(root, 'node_modules/.cache/launchgate-code'))
const isClone = existsSync(join(root, 'server/cli/bundle.ts'))
await (isClone ? runClone() : import(pathToFileURL(join(root, 'bundle/packed.mjs')).href))

async function runClone() {
  const { bundlePlace } = await import('./bundle-place.js')
  const entry = join(bundlePlace(root), 'packed.mjs')
  const why = existsSync(entry) ? null : await whyNotBuilt(entry)
  if (why === null) return import(pathToFileURL(entry).href)
  const { runFromSources } = await import('./from-sources.ts')
  return runFromSources(why)
}

/**
 * In a process of its own, so that what building needs does not stay in this one. Null when the bundle is there.
 *
 * @param {string} entry
 */
async function whyNotBuilt(entry) {
  const { spawnSync } = await import('node:child_process')
  const { stderr } = spawnSync(process.execPath, [join(root, 'server/cli/bundle.ts'), root], {
    stdio: ['ignore', 'ignore', 'pipe'],
    encoding: 'utf8',
  })
  if (existsSync(entry)) return null
  return /^\w*Error.*$/m.exec(stderr)?.[0] ?? stderr.trim().split('\n').at(-1) ?? ''
}

/**
 * The sentence `cli.node-too-old` of ../words, in the language of the terminal; a test compares them.
 *
 * @param {string} locale
 */
function tooOld(locale) {
  const found = process.versions.node
  if (locale.startsWith('ko'))
    return `Node.js ${leastNode} 이상이 필요합니다(현재 ${found}). 새 버전을 설치하세요: https://nodejs.org`
  if (locale.startsWith('zh'))
    return `需要 Node.js ${leastNode} 或更新版本（目前是 ${found}）。請安裝較新的版本：https://nodejs.org`
  return `Node.js ${leastNode} or newer is required (this is ${found}). Install a newer version: https://nodejs.org`
}
