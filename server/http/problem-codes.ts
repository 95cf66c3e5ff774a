/** Every code of a problem with its status. */
export const statusOfCode = {
  unauthenticated: 401,
  unknown: 404,
  'method-not-allowed': 405,
  invalid: 422,
  forbidden: 403,
  'version-required': 428,
  stale: 412,
  refused: 409,
  locked: 423,
  'too-large': 413,
  'too-slow': 408,
  'too-many': 429,
  unavailable: 503,
  fault: 500,
} as const
export type ProblemCode = keyof typeof statusOfCode
