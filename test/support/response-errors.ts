/** Responses of the API that don't match their schema, in the order in which they were sent. See check-responses.ts. */
const errors: string[] = []

export const reportResponse = (error: string): void => void errors.push(error)

/** What was reported since the last call. */
export const takeResponseErrors = (): string[] => errors.splice(0)
