/** Errors of the operating system that pass, or that an operator fixes: the same request may succeed later. Codes as in errno(3). */

/** The process has too little of something. */
const shortages = ['EMFILE', 'ENFILE', 'ENOMEM']
/** The disk is full or over quota, a file may not grow, or the disk fails or is read-only. */
const diskFaults = ['ENOSPC', 'EDQUOT', 'EFBIG', 'EIO', 'EROFS', 'ESTALE']

/** Whether the process lacks file descriptors or memory; it says nothing about the file that was asked for. */
export const isShortage = (error: unknown): boolean => hasCode(error, shortages)

/** Whether a request that failed with this error, or with an error caused by it, may succeed later. */
export const isTransientError = (error: unknown): boolean => hasCode(error, [...shortages, ...diskFaults])

function hasCode(error: unknown, codes: readonly string[]): boolean {
  if (!(error instanceof Error)) return false
  if ('code' in error && codes.some((code) => code === error.code)) return true
  return hasCode(error.cause, codes)
}
