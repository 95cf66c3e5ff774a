import { z } from 'zod'
import type { RowKeys, RowsAsked, RowsFound } from '../../machines/installation/known.ts'
import { signInMethods, themes } from '../../machines/installation/records.ts'
import { json, parseStored } from '../rows.ts'
import type { Connection } from './connection.ts'
import { prepareInstallationReads } from './installation-queries.ts'

/** The rows by which people prove who they are, as a connection reads them. What does not have its type throws Damaged. */
export function installationRows(db: Connection) {
  const queries = prepareInstallationReads(db)
  const finders: { [Name in keyof RowKeys]: (key: RowKeys[Name]) => RowsFound[Name] } = {
    password: (key) => queries.password.get({ key }) ?? null,
    passkeysOf: (key) => queries.passkeysOf.all({ key }).map(passkeyOf),
    passkey: (key) => orNull(queries.passkey.get({ key }), passkeyOf),
    identity: (key) => orNull(queries.identity.get(key), withRoles),
    identitiesOf: (key) => queries.identitiesOf.all({ key }).map(withRoles),
    invite: (key) => orNull(queries.invite.get({ key }), withRoles),
    inviteById: (key) => orNull(queries.inviteById.get({ key }), withRoles),
    invitesOf: (key) => queries.invitesOf.all({ key }).map(withRoles),
    openInvites: (key) => queries.openInvites.all({ key }).map(withRoles),
    link: (key) => orNull(queries.link.get({ key }), linkOf),
    openLinks: (key) => queries.openLinks.all({ key }).map(linkOf),
    challenge: (key) => orNull(queries.challenge.get({ key }), challengeOf),
    expiredChallenges: (key) => queries.expiredChallenges.all({ key }).map(challengeOf),
    session: (key) => orNull(queries.session.get({ key }), sessionOf),
    sessionsOf: (key) => queries.sessionsOf.all({ key }).map(sessionOf),
    everySession: () => queries.sessions.all().map(sessionOf),
    token: (key) => orNull(queries.token.get({ key }), withScopes),
    tokensOf: (key) => queries.tokensOf.all({ key }).map(withScopes),
    limits: (keys) => keys.flatMap((key) => queries.limit.get({ key }) ?? []),
    mailsTo: (key) => queries.mailsTo.all({ key }),
    dueMails: (key) => queries.dueMails.all({ key }),
    mail: (key) => queries.mail.get({ key }) ?? null,
  }
  return {
    queries,
    profiles: () =>
      new Map(queries.profiles.all().map((row) => [row.person, { ...row, theme: theme(row.theme, row.person) }])),
    sessions: () => queries.sessions.all().map(sessionOf),
    launches: () => queries.launches.all().map(({ slug }) => slug),
    settings: () => new Map(queries.settings.all().map(({ name, value }) => [name, value])),
    /** The rows that were asked for, each under the name by which it was. */
    found<Asked extends RowsAsked>(asked: Asked): Pick<RowsFound, keyof Asked & keyof RowsFound> {
      const found: Partial<RowsFound> = {}
      const find = <Name extends keyof RowKeys>(name: Name, key: RowKeys[Name]) => {
        found[name] = finders[name](key)
      }
      if (asked.password !== undefined) find('password', asked.password)
      if (asked.passkeysOf !== undefined) find('passkeysOf', asked.passkeysOf)
      if (asked.passkey !== undefined) find('passkey', asked.passkey)
      if (asked.identity !== undefined) find('identity', asked.identity)
      if (asked.identitiesOf !== undefined) find('identitiesOf', asked.identitiesOf)
      if (asked.invite !== undefined) find('invite', asked.invite)
      if (asked.inviteById !== undefined) find('inviteById', asked.inviteById)
      if (asked.invitesOf !== undefined) find('invitesOf', asked.invitesOf)
      if (asked.openInvites !== undefined) find('openInvites', asked.openInvites)
      if (asked.link !== undefined) find('link', asked.link)
      if (asked.openLinks !== undefined) find('openLinks', asked.openLinks)
      if (asked.challenge !== undefined) find('challenge', asked.challenge)
      if (asked.expiredChallenges !== undefined) find('expiredChallenges', asked.expiredChallenges)
      if (asked.session !== undefined) find('session', asked.session)
      if (asked.sessionsOf !== undefined) find('sessionsOf', asked.sessionsOf)
      if (asked.everySession !== undefined) find('everySession', asked.everySession)
      if (asked.token !== undefined) find('token', asked.token)
      if (asked.tokensOf !== undefined) find('tokensOf', asked.tokensOf)
      if (asked.limits !== undefined) find('limits', asked.limits)
      if (asked.mailsTo !== undefined) find('mailsTo', asked.mailsTo)
      if (asked.dueMails !== undefined) find('dueMails', asked.dueMails)
      if (asked.mail !== undefined) find('mail', asked.mail)
      // Each name in `asked` has its row by now.
      return found as Pick<RowsFound, keyof Asked & keyof RowsFound>
    },
  }
}

const names = z.array(z.string())
const list = (text: string, where: string): string[] => parseStored(names, where, json(text, where))
const theme = (text: string, person: string) => parseStored(z.enum(themes), `profile of ${person}`, text)
const method = z.enum(signInMethods)
const linkKind = z.enum(['setup', 'password'])
const challengeKind = z.enum(['oidc', 'passkey-registration', 'passkey-sign-in'])

const withRoles = <Row extends { roles: string }>(row: Row) => ({ ...row, roles: list(row.roles, 'roles') })
const withScopes = <Row extends { scopes: string }>(row: Row) => ({ ...row, scopes: list(row.scopes, 'scopes') })
const passkeyOf = <Row extends { transports: string }>(row: Row) => ({
  ...row,
  transports: list(row.transports, 'transports of a passkey'),
})
export const sessionOf = <Row extends { method: string }>(row: Row) => ({
  ...row,
  method: parseStored(method, 'session', row.method),
})
const linkOf = <Row extends { kind: string }>(row: Row) => ({ ...row, kind: parseStored(linkKind, 'link', row.kind) })
const challengeOf = <Row extends { kind: string }>(row: Row) => ({
  ...row,
  kind: parseStored(challengeKind, 'challenge', row.kind),
})

function orNull<Row, Value>(row: Row | undefined, value: (row: Row) => Value): Value | null {
  return row === undefined ? null : value(row)
}
