import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { deactivate, putPerson } from '../support/directory.ts'
import { openShop, type Shop } from '../support/shop.ts'

/** A launch is created without naming anybody: its roles get the people whose default role it is. */

let shop: Shop
beforeAll(async () => {
  shop = await openShop()
})
afterAll(() => shop.close())

const draft = { pipeline: 'first-look', title: 'New', targetAt: '2026-12-01T00:00:00Z', timeZone: 'UTC' }
const create = (slug: string, more: object = {}) => shop.post('priya', '/api/v1/launches', { ...draft, slug, ...more })
const people = async (slug: string) => (await shop.get('priya', `/api/v1/launches/${slug}`).expect(200)).body.people

const usual = {
  'ecommerce-sme': ['priya'],
  'head-of-digital': ['helen'],
  'backend-developer': ['tom'],
  'content-team': ['chloe'],
}

describe('roles that are not named', () => {
  test('get their default holders, whether people are left out or empty', async () => {
    const made = await create('left-out').expect(201)
    expect(made.headers.location).toBe('/api/v1/launches/left-out')
    expect(await people('left-out')).toMatchObject(usual)
    await create('empty', { people: {} }).expect(201)
    expect(await people('empty')).toEqual(await people('left-out'))
    await shop.send('priya', 'left-out', { type: 'launch.start' }).expect(200)
  })

  test('get them beside roles that are; [] leaves a role empty', async () => {
    await create('partly', { people: { 'content-team': ['marta'], 'backend-developer': [] } }).expect(201)
    expect(await people('partly')).toMatchObject({ ...usual, 'content-team': ['marta'], 'backend-developer': [] })
  })

  test('do not get people who were deactivated, nor auditors', async () => {
    const extra = { email: '', roles: ['content-team'], admin: false, active: true }
    await putPerson(shop.store, {
      ...extra,
      id: 'noa',
      pseudonym: 'p_noa',
      name: 'Noa',
      email: 'noa@x.example',
      auditor: false,
    })
    await putPerson(shop.store, {
      ...extra,
      id: 'rui',
      pseudonym: 'p_rui',
      name: 'Rui',
      email: 'rui@x.example',
      auditor: true,
    })
    await create('with-noa').expect(201)
    expect((await people('with-noa'))['content-team']).toEqual(['chloe', 'noa'])
    await deactivate(shop.store, 'noa', shop.now)
    await create('without-noa').expect(201)
    expect((await people('without-noa'))['content-team']).toEqual(['chloe'])
  })
})

test('the same key with the same command gives the first outcome again, although a default holder joined since', async () => {
  const send = () => create('once').set('Idempotency-Key', 'once-1')
  const first = await send().expect(201)
  await putPerson(shop.store, {
    id: 'kim',
    pseudonym: 'p_kim',
    name: 'Kim',
    email: 'kim@x.example',
    roles: ['content-team'],
    admin: false,
    auditor: false,
    active: true,
  })
  const again = await send().expect(201)
  expect(again.body).toEqual(first.body)
  expect((await people('once'))['content-team']).toEqual(['chloe'])
})

test('people who are named and cannot have a role are refused, and nothing is written', async () => {
  for (const people of [{ 'content-team': ['nobody'] }, { 'content-team': ['noa'] }, { sailor: ['tom'] }]) {
    const { body } = await create('refused', { people }).expect(409)
    expect(body).toMatchObject({ code: 'refused', reason: { code: 'unknown-name' } })
    expect(await shop.store.load('refused')).toBeNull()
  }
})

test('an auditor who is named is refused with that reason, and nothing is written', async () => {
  const { body } = await create('refused', { people: { 'content-team': ['omar'] } }).expect(409)
  expect(body).toMatchObject({ code: 'refused', reason: { code: 'auditor-holds-no-role', params: { person: 'omar' } } })
  expect(await shop.store.load('refused')).toBeNull()
})

test('the description of the API says that people are optional', async () => {
  const { body } = await shop.get(null, '/openapi.json').expect(200)
  const { schema: reference } = body.paths['/launches'].post.requestBody.content['application/json']
  expect(reference).toEqual({ $ref: '#/components/schemas/CreateLaunch' })
  const { CreateLaunch: schema } = body.components.schemas
  expect(Object.keys(schema.properties)).toContain('people')
  expect(schema.required).toEqual(['pipeline', 'slug', 'title', 'targetAt', 'timeZone'])
})
