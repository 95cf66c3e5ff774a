/** English sentences of the pages around signing in: setup, sign-in, passwords, invites, first steps. See index.ts. */
export const enEntrance = {
  // Fields that several of these pages have
  'entrance.name': 'Your name',
  'entrance.email': 'Email',
  'entrance.password': 'Password',
  'entrance.new-password': 'New password',
  'entrance.password-hint': 'At least 12 characters. A few unrelated words work well.',
  'entrance.too-many': 'Too many attempts. Try again in {minutes, plural, one {# minute} other {# minutes}}.',
  'entrance.busy': 'The server is busy. Wait a few seconds, then enter your password again.',
  'password.too-short': 'Use at least 12 characters.',
  'password.too-long': 'Use at most 256 characters.',
  'password.contains-person': 'Don’t use your name or email address.',
  'password.contains-product': 'Don’t use the name “Launchgate”.',
  'password.too-simple': 'Too easy to guess. Use a few unrelated words.',

  // The first run
  'setup.title': 'Set up Launchgate',
  'setup.lead': 'You’ll be the first admin. You can change everything here later.',
  'setup.code': 'Setup code',
  'setup.code-hint': 'It’s shown in the console where the server was started.',
  'setup.organization': 'Organization',
  'setup.language': 'Language',
  'setup.submit': 'Create admin account',

  // Signing in
  'sign-in.title': 'Sign in to {organization}',
  'sign-in.by-password': 'Sign in with a password',
  'sign-in.forgot': 'Forgot your password?',
  'sign-in.password-saved': 'Your new password is saved. Sign in with it.',
  'sign-in.oidc': 'Continue with single sign-on',
  'sign-in.wrong': 'Email or password is wrong.',

  // A new password by a link
  'reset.choose': 'Choose a password',
  'reset.for': 'For {email}. You’ll be signed out on every device.',
  'reset.submit': 'Save password',
  'reset.no-link': 'This link doesn’t work',
  'reset.sign-in': 'Go to sign-in',
  'forgot.title': 'Reset your password',
  'forgot.lead': 'Enter your email address. If it belongs to an account, we’ll send a link that works for an hour.',
  'forgot.submit': 'Send link',
  'forgot.sent-title': 'Check your email',
  'forgot.sent': 'If {email} belongs to an account, a link is on its way. It works once, for an hour.',
  'forgot.no-mail': 'Email isn’t set up here. Ask an admin for a link to choose a new password.',

  // Accepting an invite
  'invite.title': 'Join {organization}',
  'invite.by': '{inviter} invited you.',
  'invite.by-operator': 'You’re invited to Launchgate.',
  'invite.as': 'You’ll sign in as {email}.',
  'invite.submit': 'Create account',
  'invite.no-invite': 'This invite doesn’t work',

  // First steps of an administrator
  'first-steps.title': 'First steps',
  'first-steps.people': 'Invite people',
  'first-steps.pipeline': 'Choose a pipeline',
  'first-steps.launch': 'Create your first launch',
  'first-steps.done': 'Done',
  'first-steps.dismiss': 'Hide first steps',
} as const
