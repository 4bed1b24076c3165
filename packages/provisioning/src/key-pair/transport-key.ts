import type { UnwrapKey } from '../steps/unwrap.ts'
import { provisioningError } from '../provisioning-error.ts'
import type { ProvisioningError } from '../provisioning-error.ts'
import { base64OfBytes, bytesOfBase64 } from './base64.ts'

/** How the Join Server encrypted the ASTK. In the field PKCS#1 v1.5 is met more often than OAEP. */
export type Padding = 'oaep-sha256' | 'oaep-sha1' | 'pkcs1-v1.5'

export interface UnwrapOptions {
  /** One that is known; when left out, each is tried. A wrong one is noticed, and never gives a wrong key. */
  readonly padding?: Padding | undefined
  /** How the Application Server wants the ASTK: hex in upper case when left out. */
  readonly form?: 'hex' | 'base64' | undefined
}

/** An RSA key pair as a login uses it. */
export interface KeyPair {
  /** SPKI in PEM, for `login`. */
  readonly publicKeyPem: string
  /**
   * Takes the encrypted ASTK in hex, base64 or base64url. Of the ASTK itself, 16 or 32 bytes, or the same as text in
   * hex, it gives the text that `form` says. Rejects with `ProvisioningError` `encrypted-key-invalid`.
   */
  readonly unwrapKey: UnwrapKey
}

/** Shorter ones have been broken, and platforms begin to refuse them. */
export const LEAST_BITS = 2048

/** AES-128 and AES-256. */
const SIZES: readonly number[] = [16, 32]

/** The bytes that were encrypted to a key of so many bytes: RSA gives exactly as many. */
export function encryptedBytes(text: string, size: number): Uint8Array<ArrayBuffer> {
  const written = text.replace(/\s+/g, '')
  const isHex = written.length === 2 * size && /^[0-9A-Fa-f]*$/.test(written)
  const bytes = isHex ? bytesOfHex(written) : bytesOfBase64(written)
  if (bytes === undefined) throw unwrapRefused('is neither base64 nor hex')
  if (bytes.length !== size)
    throw unwrapRefused(`has ${bytes.length} bytes, and a key of ${size * 8} bits encrypts to ${size}`)
  return bytes
}

/** The ASTK as text. The decrypted bytes are overwritten: the text is all that is left, and cannot be. */
export function transportKeyText(decrypted: Uint8Array, form: UnwrapOptions['form'] = 'hex'): string {
  const key = SIZES.includes(decrypted.length) && !isHexText(decrypted) ? decrypted : writtenInHex(decrypted)
  const text = form === 'base64' ? base64OfBytes(key) : hexOfBytes(key)
  key.fill(0)
  decrypted.fill(0)
  return text
}

/** Some servers encrypt the key as text. Of random bytes, sixteen are hex digits once in 2^56. */
function writtenInHex(decrypted: Uint8Array): Uint8Array {
  if (isHexText(decrypted) && SIZES.includes(decrypted.length / 2))
    return bytesOfHex(String.fromCharCode(...decrypted))
  decrypted.fill(0)
  throw unwrapRefused('was decrypted to something that is not an AES key')
}

function isHexText(bytes: Uint8Array): boolean {
  // 16 digits would be 8 bytes, which is not a key: those bytes are the key.
  return bytes.length > 16 && bytes.every((byte) => /[0-9A-Fa-f]/.test(String.fromCharCode(byte)))
}

function bytesOfHex(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(text.match(/../g) ?? [], (digits) => Number.parseInt(digits, 16))
}

function hexOfBytes(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0'))
    .join('')
    .toUpperCase()
}

export function unwrapRefused(problem: string): ProvisioningError {
  return provisioningError({ code: 'encrypted-key-invalid', field: 'encryptedKey', problem })
}
