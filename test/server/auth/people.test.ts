import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openStore } from '../../../db/open-store.ts'
import { type Store, Taken } from '../../../db/store.ts'
import { addPerson, type NewPerson, PersonRefused } from '../../../server/auth/people.ts'
import { monday } from '../../support/shop.ts'

let folder: string
let store: Store

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'launchgate-people-'))
  store = await openStore(`file:${join(folder, 'launchgate.db')}`)
})

afterEach(async () => {
  await store.close()
  rmSync(folder, { recursive: true, force: true })
})

const tom = { name: 'Tom Becker', email: 'tom@example.com', roles: ['backend-developer'], admin: false, auditor: false }

test.each([
  ['Tom Becker', 'tom@example.com', 'tom'],
  ['Zoé Müller', 'z@example.com', 'zoe'],
  ['박준', 'joon.park@example.com', 'joon-park'],
  ['林雅婷', 'LIN@example.com', 'lin'],
  ["O'Neil Shaw", 'x@example.com', 'o-neil'],
])('%s at %s is called %s', async (name, email, id) => {
  expect(await addPerson(store, { ...tom, name, email }, monday)).toMatchObject({ id, name, email, active: true })
  expect(await store.directory.person(id)).toMatchObject({ name, roles: ['backend-developer'] })
})

test('a second Tom is tom-2, a third tom-3, each under a pseudonym of their own that does not tell the name', async () => {
  const all = []
  for (const email of ['a@example.com', 'b@example.com', 'c@example.com'])
    all.push(await addPerson(store, { ...tom, email }, monday))
  expect(all.map(({ id }) => id)).toEqual(['tom', 'tom-2', 'tom-3'])
  expect(new Set(all.map(({ pseudonym }) => pseudonym)).size).toBe(3)
  for (const { pseudonym } of all) expect(pseudonym).toMatch(/^p_[0-9a-f]{24}$/)
})

describe('nobody is added', () => {
  const refused = async (wish: Partial<NewPerson>) => {
    const before = await store.directory.people()
    const said = await addPerson(store, { ...tom, ...wish }, monday).catch((error: unknown) => error)
    expect(await store.directory.people()).toEqual(before)
    return said
  }

  test.each<[string, Partial<NewPerson>, RegExp]>([
    ['without a name', { name: '  ' }, /takes 1 to 200 characters/],
    ['with a name as long as a letter', { name: 'x'.repeat(201) }, /takes 1 to 200 characters/],
    ['with an address that is none', { email: 'tom' }, /"tom" is not an email address/],
    ['with a role that is no id', { roles: ['Backend Developer'] }, /Invalid ID "Backend Developer"/],
    ['under an id that is none', { id: 'Tom!' }, /Invalid ID "Tom!"/],
  ])('%s', async (_name, wish, sentence) => {
    const said = await refused(wish)
    expect(said).toBeInstanceOf(PersonRefused)
    expect(String(said)).toMatch(sentence)
  })

  test('with the address of somebody else, whatever its case', async () => {
    await addPerson(store, tom, monday)
    const said = await refused({ name: 'Thomas', email: 'TOM@example.com' })
    expect(said).toBeInstanceOf(Taken)
    expect(String(said)).toMatch(/email/)
  })

  test('under an id that was asked for and is taken', async () => {
    await addPerson(store, tom, monday)
    expect(await refused({ id: 'tom', email: 'other@example.com' })).toBeInstanceOf(Taken)
  })
})
