import { randomText } from '../../db/seal.ts'

/** The id of one request, in the log and in its answer: `q_` and 12 random characters. */
export const newHttpRequestId = (): string => `q_${randomText(9, 'base64url')}`
