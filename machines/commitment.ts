import { z } from 'zod'

/**
 * What may be readable in a log. The type of every string in a command says what sealing makes of it: free text becomes a
 * commitment, a person becomes a pseudonym, a code stays readable. A string of no kind has no sealed form, so a command
 * that gains one does not compile until somebody has decided.
 */

const form = /^c1:[A-Za-z0-9_-]{43}$/

/** `c1:` + base64url(SHA-256(canonical([salt, value]))). This schema is the only source of the type; db/seal.ts computes the value. */
export const commitment = z.string().regex(form, 'free text that is not sealed').brand<'Commitment'>()
export type Commitment = z.infer<typeof commitment>

/** Whether this has the form of a commitment. A name of a build may begin like one. */
export const isCommitment = (text: string): text is Commitment => form.test(text)

declare const kind: unique symbol
/** A plain string is assignable to each kind, so literals need no cast; one kind is never assignable to another. */
type StringOf<Kind extends string> = string & { readonly [kind]?: Kind }

/** Text that a person chose freely: reasons, notes, titles, links, file names. */
export type FreeText = StringOf<'free text'>
/** The id of a person in the directory. */
export type PersonId = StringOf<'person'>
/** What stands for a person or a service in every log. */
export type Pseudonym = StringOf<'pseudonym'>
/** Ids, times, hashes and names of builds: logs keep them readable, because rules compare them. */
export type Code = StringOf<'code'>

export const freeText = (schema: z.ZodType<string, string>): z.ZodType<FreeText, string> => schema
export const personId = (schema: z.ZodType<string, string>): z.ZodType<PersonId, string> => schema
export const code = (schema: z.ZodType<string, string>): z.ZodType<Code, string> => schema

interface SealedStrings {
  'free text': Commitment
  person: Pseudonym
  pseudonym: Pseudonym
  code: string
}

type SealedString<S extends string> = typeof kind extends keyof S
  ? S extends StringOf<infer Kind extends keyof SealedStrings>
    ? SealedStrings[Kind]
    : never
  : string extends S
    ? never // A string of no kind.
    : S // A literal, such as the type of a command.

/** A value of a command after sealing. Names of fields and keys of records stay as they are. */
export type SealedValue<T> = T extends string
  ? SealedString<T>
  : T extends object
    ? { [Name in keyof T]: SealedValue<T[Name]> }
    : T
