import type { InstallationAction } from '../../../machines/installation/entry.ts'

/**
 * English: one sentence, without a full stop, for each action of the installation's log. `who` did it; every other argument is a field
 * of the entry's data in words, see ../installation-log.ts. See index.ts.
 */
const sentences = {
  'installation.begin': '{who} started this log',
  'person.add': '{self, select, yes {{person} joined} other {{who} added {person}}}',
  'person.change': '{who} changed {person}',
  'person.deactivate': '{who} deactivated {person}',
  'person.activate': '{who} activated {person}',
  'person.erase': '{who} deleted the personal data of {person}',
  'link.create': '{who} created a one-time {kind, select, setup {setup link} other {password link for {person}}}',
  'invite.create': '{who} invited {email}',
  'invite.renew': '{who} renewed an invite until {expiresAt}',
  'invite.revoke': '{who} revoked an invite',
  'settings.change': '{who} changed the settings',
  'installation.restore': '{who} restored the backup of {madeAt}; all sessions ended',
  'mail.fail': '{who} couldn’t deliver an email',
  'service.add': '{who} added the service account {service}',
  'token.create': '{who} created a token for {holder}, valid until {expiresAt}: {scopes}',
  'token.revoke': '{who} revoked the token {token}',
  'session.start': '{who} signed in with {method}',
  'session.end': '{who} signed out',
  'sign-in.fail':
    'Sign-in with {method} failed: {why}{unwritten, plural, =0 {} one { (and # more failure)} other { (and # more failures)}}',
  'setup.fail': '{who} used {why}',
  'setup.complete': '{who} completed the setup of {organization}',
  'password.change': '{who} changed the password of {person}',
  'invite.accept': '{person} accepted an invite',
  'identity.add': '{who} linked a single sign-on account',
  'passkey.add': '{who} added a passkey',
  'passkey.remove': '{who} removed a passkey',
  'launch.create': '{who} created the launch {launch}',
  'access.deny': '{who} was denied {route} ({status}){count, plural, =1 {} other { # more times}}',
  'log.view': '{who} viewed the audit log of {log}',
  'log.export': '{who} exported the audit log of {log}',
} as const satisfies Record<InstallationAction, string>

type Prefixed = { [Action in InstallationAction as `installation-log.${Action}`]: (typeof sentences)[Action] }

/** The same with the prefix of their keys. */
function prefixed(): Prefixed {
  const entries = Object.entries(sentences).map(([action, sentence]) => [`installation-log.${action}`, sentence])
  // Object.fromEntries forgets which key has which sentence.
  return Object.fromEntries(entries) as Prefixed
}

export const enInstallationLog = {
  ...prefixed(),

  // Who did it, where it was no person and no service
  'installation-log.who.operator': 'The command line',
  'installation-log.who.engine': 'Launchgate',
  'installation-log.who.nobody': 'Someone not signed in',
  'installation-log.who.address': 'Someone at {address}',
  'installation-log.who.deleted': 'Deleted person',

  // Parts of the sentences
  'installation-log.with-permissions': '{line} ({permissions})',
  'installation-log.this-installation': 'the installation',
  'installation-log.some-route': 'a request',
  'installation-log.deleted-text': 'deleted text',
  'installation-log.why.wrong-code': 'a wrong setup code',
  'installation-log.why.expired-code': 'an expired setup code',
  'installation-log.why.unknown-account': 'unknown account',
  'installation-log.why.inactive-account': 'deactivated account',
  'installation-log.why.no-password': 'this account has no password',
  'installation-log.why.wrong-password': 'wrong password',
  'installation-log.why.wrong-passkey': 'wrong passkey',
  'installation-log.method.list': 'the list of people',
  'installation-log.why.wrong-state': 'unknown or already used sign-in',
  'installation-log.why.took-too-long': 'it took too long',
  'installation-log.why.other-browser': 'another browser',
  'installation-log.why.wrong-nonce': 'wrong nonce',
  'installation-log.why.wrong-issuer': 'wrong issuer',
  'installation-log.why.replayed-code': 'code rejected or already used',
  'installation-log.why.denied-by-provider': 'the provider rejected it',
  'installation-log.why.provider-unreachable': 'the provider wasn’t reachable',
  'installation-log.why.invalid-response': 'the provider’s response was invalid',
  'installation-log.why.no-matching-group': 'no matching group',
  'installation-log.why.email-in-use': 'the email address belongs to someone else',
  'installation-log.why.no-email': 'no email address',
  'installation-log.why.invite-for-other-email': 'the invite is for another email address',
  'installation-log.why.invite-over': 'the invite is over',
  'installation-log.method.password': 'a password',
  'installation-log.method.oidc': 'single sign-on',
  'installation-log.method.passkey': 'a passkey',
  'installation-log.method.invite': 'an invite',
  'installation-log.method.setup': 'the setup link',
} as const
