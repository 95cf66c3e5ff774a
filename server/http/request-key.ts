/** What an Idempotency-Key or a form's request key may be: 1 to 200 visible characters of ASCII. */
export function isRequestKey(said: unknown): said is string {
  return typeof said === 'string' && /^[\x21-\x7e]{1,200}$/.test(said)
}
