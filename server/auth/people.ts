import { z } from 'zod'
import type { Person } from '../../db/directory.ts'
import { newPersonPseudonym, sealPerson } from '../../db/seal.ts'
import { type Store, Taken } from '../../db/store.ts'
import { title } from '../../machines/commands.ts'
import { type Author, operator } from '../../machines/installation/entry.ts'
import type { Known } from '../../machines/installation/known.ts'
import * as rules from '../../machines/installation/people.ts'
import { slug } from '../../machines/pipeline/pipeline.ts'
import { UserFacingError } from '../words/terminal.ts'

/** A person to be; without an `id` one is made of the name, or of the email address where the name has no Latin letters. */
export interface NewPerson {
  name: string
  email: string
  roles: readonly string[]
  admin: boolean
  auditor: boolean
  id?: string | undefined
}

/** Why nobody was added, as one sentence for whoever asked. Nothing was written. */
export class PersonRefused extends UserFacingError {
  override name = 'PersonRefused'
}

/**
 * Adds a person under a pseudonym of their own. An id that was made here and is taken gets -2, -3 …;
 * throws PersonRefused when something is malformed, and Taken when the id that was given, or the email address, is somebody else's.
 */
export async function addPerson(store: Store, wish: NewPerson, at: number, by: Author = operator): Promise<Person> {
  refuseMalformed(wish)
  const base = wish.id ?? idOf(wish)
  for (let number = 1; ; number += 1) {
    const person: Person = {
      id: number === 1 ? base : `${base}-${number}`,
      pseudonym: newPersonPseudonym(),
      name: wish.name,
      email: wish.email,
      roles: [...wish.roles],
      admin: wish.admin,
      auditor: wish.auditor,
      active: true,
    }
    try {
      await put(store, person, at, by)
      return person
    } catch (error) {
      const idIsTaken = error instanceof Taken && error.what === 'id'
      if (!idIsTaken || wish.id !== undefined) throw error
    }
  }
}

async function put(store: Store, person: Person, at: number, by: Author): Promise<void> {
  const { sealed, texts } = sealPerson(person)
  const decide = (known: Known) => rules.addPerson(known, person, sealed, by)
  const outcome = await store.installation.change({ at, asked: {}, texts, decide })
  if (outcome.kind === 'refused') throw new PersonRefused((t) => t('person-refused.not-an-admin'))
}

function refuseMalformed({ name, email, id, roles }: NewPerson): void {
  if (!title.safeParse(name).success) throw new PersonRefused((t) => t('person-refused.name-length'))
  if (!z.email().max(254).safeParse(email).success)
    throw new PersonRefused((t) => t('person-refused.not-an-email', { email }))
  for (const each of id === undefined ? roles : [id, ...roles])
    if (!slug.max(60).safeParse(each).success)
      throw new PersonRefused((t) => t('person-refused.not-an-id', { id: each }))
}

/** The first of Noa, Noa-2, Noa-3 … that none of these people has, as a slug. */
export function freePersonId(people: readonly Person[], wish: { name: string; email: string }): string {
  const base = idOf(wish)
  const taken = new Set(people.map(({ id }) => id))
  let id = base
  for (let number = 2; taken.has(id); number += 1) id = `${base}-${number}`
  return id
}

function idOf({ name, email }: { name: string; email: string }): string {
  const [first = ''] = name.trim().split(/\s+/)
  const [local = ''] = email.split('@')
  return slugOf(first) || slugOf(local) || 'person'
}

/** Latin letters lose their accents; where any other letter is left over there is no slug, rather than half a name. */
function slugOf(text: string): string {
  const plain = text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()
  if (/[^\p{ASCII}]/u.test(plain)) return ''
  return plain
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 60)
}

/** People who can have a role: those who are active, but for auditors, who only read. */
export function mayHaveRoles({ active, auditor }: Person): boolean {
  return active && !auditor
}

/** The people of a new launch: for each role those who were named, which may be nobody, else its usual holders. */
export function staffed(
  roles: readonly string[],
  named: Readonly<Record<string, string[]>>,
  people: readonly Person[],
): Record<string, string[]> {
  const usual = Object.fromEntries(roles.map((role) => [role, usualHolders(people, role)]))
  return { ...usual, ...named }
}

/** Ids of the people whose default role this is: who has it on a new launch for which nobody else is named. */
export function usualHolders(people: readonly Person[], role: string): string[] {
  return people.filter((each) => mayHaveRoles(each) && each.roles.includes(role)).map(({ id }) => id)
}
