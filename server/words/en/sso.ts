/** English sentences of single sign-on and of passkeys before signing in. See index.ts. */
export const enSso = {
  'sso.failed': 'You’re not signed in',
  'sso.back': 'Back to sign-in',
  'sso.groups': 'Your groups are: {groups}.',
  'sso.no-groups': 'The sign-in provider sent no groups.',
  'sign-in-failure.wrong-state': 'This sign-in is unknown or was already used. Start again.',
  'sign-in-failure.took-too-long': 'This sign-in took longer than 10 minutes. Start again.',
  'sign-in-failure.other-browser': 'This sign-in was started in another browser. Start again.',
  'sign-in-failure.wrong-nonce': 'The sign-in provider’s response belongs to another sign-in. Start again.',
  'sign-in-failure.wrong-issuer': 'The response came from another sign-in provider. Start again.',
  'sign-in-failure.replayed-code': 'The sign-in provider rejected this sign-in, or it was already used. Start again.',
  'sign-in-failure.denied-by-provider': 'The sign-in provider didn’t sign you in.',
  'sign-in-failure.provider-unreachable':
    'Single sign-on isn’t reachable right now. Sign in with your password, or try again in a minute.',
  'sign-in-failure.invalid-response':
    'The sign-in provider’s response couldn’t be used. Ask an admin to check the server log.',
  'sign-in-failure.no-matching-group': 'None of your groups gives you access. Ask an admin.',
  'sign-in-failure.email-in-use': 'This email belongs to another account. Ask an admin for an invite.',
  'sign-in-failure.no-email': 'The sign-in provider sent no email address. Ask an admin.',
  'sign-in-failure.inactive-account': 'Your account is deactivated. Ask an admin.',
  'sign-in-failure.invite-for-other-email':
    'This invite is for another email address, or the sign-in provider hasn’t verified yours.',
  'sign-in-failure.invite-over': 'This invite has expired, or was used or revoked. Ask for a new one.',
  'sign-in.passkey': 'Sign in with a passkey',
  'sign-in.passkey-title': 'You’re not signed in',
  'sign-in.passkey-failed': 'This passkey couldn’t be used. Try again, or sign in with your password.',
  'sign-in.passkey-expired': 'This took too long. Try again.',
} as const
