/** A private value and the commitment that stands for it in the log: `c1:` + base64url(SHA-256(canonical([salt, value]))). */
export interface PrivateText {
  commitment: string
  salt: string
  value: unknown
  /** When salt and value were blanked; null or absent where they are kept. */
  erasedAt?: number | null
}
