import { isIP } from 'node:net'
import { z } from 'zod'
import type { Config } from '../config.ts'

/**
 * Passkeys (Web Authentication Level 3) for the host of BASE_URL: discoverable, so that signing in needs no name, with user
 * verification, without attestation. Challenges come in and go out as values: keep each one bound to the browser's session
 * and use it once, whatever the result. A response is JSON of a browser that nobody has checked yet.
 */
export interface Passkeys {
  beginRegistration(person: PasskeyPerson): Promise<PasskeyRequest>
  finishRegistration(response: unknown, challenge: string): Promise<PasskeyRegistered | PasskeyFailure>
  beginSignIn(): Promise<PasskeyRequest>
  /** `passkey` is the stored one that has the id of `passkeyIdIn(response)`. Store the new counter before the sign-in counts. */
  finishSignIn(response: unknown, challenge: string, passkey: NewPasskey): Promise<PasskeyUsed | PasskeyFailure>
}

export interface PasskeyPerson {
  /** 1 to 64 bytes that say nothing about the person; the authenticator gives them back at sign-in. */
  userHandle: string
  /** Both are shown by the person's device only. */
  email: string
  name: string
  /** Their passkeys so far; a device that has one of these makes no second one. */
  passkeys: readonly Pick<NewPasskey, 'id' | 'transports'>[]
}

/** What is stored of a passkey. */
export interface NewPasskey {
  /** Base64url, unique in the world. */
  id: string
  /** COSE_Key (RFC 9052). */
  publicKey: Uint8Array
  /** How often the authenticator has signed; 0 for ever on those that don't count. */
  counter: number
  /** How browsers reach the authenticator, such as `internal` or `usb`. */
  transports: string[]
}

/** `options` go to the browser as JSON; `challenge` is kept. */
export interface PasskeyRequest {
  options: object
  challenge: string
}

export interface PasskeyRegistered {
  ok: true
  passkey: NewPasskey
}

export interface PasskeyUsed {
  ok: true
  counter: number
}

/**
 * `malformed`: not a response of this kind. `not-verified`: another challenge, origin, passkey or signature, or the person was not
 * verified. `counter-went-back`: the signature is right, but the authenticator has counted further before, so there may be a copy of it.
 */
export interface PasskeyFailure {
  ok: false
  code: 'malformed' | 'not-verified' | 'counter-went-back'
}

/** A passkey belongs to a host name, never to an IP address (Web Authentication Level 3 section 5.1.2). */
export function canHavePasskeys({ baseUrl }: Pick<Config, 'baseUrl'>): boolean {
  return isIP(new URL(baseUrl).hostname.replace(/^\[(.*)\]$/, '$1')) === 0
}

/** Loaded by the first passkey: it is a sixth of the server's code, and most people have a password. */
const library = () => import('@simplewebauthn/server')

/** EdDSA, ES256 and RS256 (IANA COSE Algorithms), one of which every authenticator has. Node.js calls newer ones experimental. */
const supportedAlgorithmIDs = [-8, -7, -257]

export function passkeysAt({ baseUrl }: Pick<Config, 'baseUrl'>): Passkeys {
  const { hostname: rpID, origin } = new URL(baseUrl)
  const expected = { expectedOrigin: origin, expectedRPID: rpID, requireUserVerification: true }
  return {
    async beginRegistration({ userHandle, email, name, passkeys }) {
      const { generateRegistrationOptions } = await library()
      const options = await generateRegistrationOptions({
        rpName: 'Launchgate',
        rpID,
        userID: new TextEncoder().encode(userHandle),
        userName: email,
        userDisplayName: name,
        attestationType: 'none',
        supportedAlgorithmIDs,
        excludeCredentials: passkeys.map(({ id, transports }) => ({ id, transports })),
        authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
      })
      return { options, challenge: options.challenge }
    },
    async finishRegistration(response, challenge) {
      const read = registrationSchema.safeParse(response)
      if (!read.success) return failure('malformed')
      const check = { response: read.data, expectedChallenge: challenge, supportedAlgorithmIDs, ...expected }
      const { verifyRegistrationResponse } = await library()
      const result = await verifyRegistrationResponse(check).catch(() => null)
      if (!result?.verified) return failure('not-verified')
      const { id, publicKey, counter, transports = [] } = result.registrationInfo.credential
      return { ok: true, passkey: { id, publicKey, counter, transports } }
    },
    async beginSignIn() {
      const { generateAuthenticationOptions } = await library()
      const options = await generateAuthenticationOptions({ rpID, userVerification: 'required' })
      return { options, challenge: options.challenge }
    },
    async finishSignIn(response, challenge, { id, publicKey, counter }) {
      const read = signInSchema.safeParse(response)
      if (!read.success) return failure('malformed')
      if (read.data.id !== id) return failure('not-verified')
      // With a counter of 0 the library compares none: it would do so before the signature, and only the owner may cause that refusal.
      const credential = { id, publicKey: new Uint8Array(publicKey), counter: 0 }
      const check = { response: read.data, expectedChallenge: challenge, credential, ...expected }
      const { verifyAuthenticationResponse } = await library()
      const result = await verifyAuthenticationResponse(check).catch(() => null)
      if (!result?.verified) return failure('not-verified')
      const { newCounter } = result.authenticationInfo
      if ((newCounter > 0 || counter > 0) && newCounter <= counter) return failure('counter-went-back')
      return { ok: true, counter: newCounter }
    },
  }
}

/** Whose passkey a sign-in claims to use, to look it up; null if the response is malformed. It proves nothing yet. */
export function passkeyIdIn(response: unknown): string | null {
  return signInSchema.safeParse(response).data?.id ?? null
}

const failure = (code: PasskeyFailure['code']): PasskeyFailure => ({ ok: false, code })

const base64url = z
  .string()
  .max(16_384)
  .regex(/^[\w-]+$/)
/** Browsers add fields from time to time; those that are not used are dropped. */
const common = {
  id: base64url,
  rawId: base64url,
  type: z.literal('public-key'),
  clientExtensionResults: z.unknown().transform(() => ({})),
}
const registrationSchema = z.object({
  ...common,
  response: z.object({
    clientDataJSON: base64url,
    attestationObject: base64url,
    transports: z
      .array(z.string().max(32))
      .max(10)
      .optional()
      .transform((transports) => transports ?? []),
  }),
})
const signInSchema = z.object({
  ...common,
  response: z.object({ clientDataJSON: base64url, authenticatorData: base64url, signature: base64url }),
})
