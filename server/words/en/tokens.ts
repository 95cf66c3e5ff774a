/** Why a token is not made: for the command line and the page of services. */
export const enTokens = {
  'token-refused.no-launch': 'Launch "{launch}" not found.',
  'token-refused.holder-gone': 'Its holder is gone or deactivated. Nothing was created.',
  'token-refused.no-scope': 'A token needs at least one scope.',
  'token-refused.no-life': 'A token’s lifetime must be longer than zero.',
  'token-refused.signs-too-long':
    'A token with sign:write can last 24 hours at most. Remove that scope, or ask for 24h or less.',
  'token-refused.too-long': 'A token can last 366 days at most.',
  'token-refused.no-person': 'Person "{person}" not found.',
  'token-refused.deactivated': '{person} is deactivated and can’t have tokens.',
  'token-refused.not-for-services': 'A service can’t have {scope}. Only personal tokens can.',
  'token-refused.service-name':
    '"{service}" can’t be a service’s name. Use lowercase letters, digits and hyphens, up to 60 characters.',
} as const
