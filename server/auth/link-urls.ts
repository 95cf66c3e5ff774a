/** Where the secret of each one-time link leads. */

/** Where somebody accepts an invite. */
export const inviteUrl = (baseUrl: string, secret: string): string => `${baseUrl}/invite/${secret}`
/** Where somebody chooses a new password. */
export const passwordUrl = (baseUrl: string, secret: string): string => `${baseUrl}/reset/${secret}`
/** Where the first administrator is made. */
export const setupUrl = (baseUrl: string, secret: string): string => `${baseUrl}/setup?code=${secret}`
