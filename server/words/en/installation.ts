/** English: why a change of the installation is refused. See index.ts. */
export const enInstallation = {
  'installation-reason.not-admin': 'Only an admin can do this.',
  'installation-reason.unknown-person': 'No such person.',
  'installation-reason.inactive-person': 'This person is deactivated.',
  'installation-reason.last-admin': 'This is the last active admin. Make someone else an admin first.',
  'installation-reason.already-done': 'Already done. Nothing was changed.',
  'installation-reason.taken': 'Already in use.',
  'installation-reason.unknown-token': 'No such token.',
  'installation-reason.unknown-service': 'No such service.',
  'installation-reason.unknown-session': 'No such session.',
  'installation-reason.unknown-invite': 'This invite was accepted or revoked.',
  'installation-reason.not-inviter': 'Only a project lead or an admin can invite people.',
  'installation-reason.above-own':
    'You can’t invite someone as admin, auditor, or a lead or sponsor unless you have that role yourself.',
  'installation-reason.invited': 'Already invited. Send the invite again instead.',
  'installation-reason.email-in-use': 'Someone already uses this email address.',
  'installation-reason.still-active': 'Deactivate this person first.',
  'installation-reason.erased': 'This person was deleted.',
} as const
