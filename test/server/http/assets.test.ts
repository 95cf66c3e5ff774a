import { readdirSync, readFileSync } from 'node:fs'
import express from 'express'
import supertest from 'supertest'
import { expect, test } from 'vitest'
import { parseAst } from 'vitest/node'
import { assetUrl, serveAssets } from '../../../server/http/assets.ts'

/** Scripts are sent without comments and indentation, and are the same programs. */

const folder = new URL('../../../public/js/', import.meta.url)
const site = express().use('/assets', serveAssets())
const programOf = (script: string) =>
  JSON.stringify(parseAst(script), (name, value) => (['start', 'end', 'range', 'loc'].includes(name) ? null : value))

test.each(readdirSync(folder))('%s', async (name) => {
  const written = readFileSync(new URL(name, folder), 'utf8')
  const { text } = await supertest(site).get(assetUrl(name)).expect(200)
  expect(programOf(text)).toBe(programOf(written))
  expect(text).not.toMatch(/^\s*\/\/|^[ \t]/m)
  expect(text.length).toBeLessThan(written.length)
})
