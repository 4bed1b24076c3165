import { pemOf } from './base64.ts'
import { keyRefused, readPrivateKey } from './private-key-pem.ts'
import type { PrivateKeyPem } from './private-key-pem.ts'
import { encryptedBytes, LEAST_BITS, transportKeyText, unwrapRefused } from './transport-key.ts'
import type { KeyPair, UnwrapOptions } from './transport-key.ts'
import type { PlatformKey, SubtleCrypto } from './web-crypto.ts'

export type { KeyPair } from './transport-key.ts'
export type { PlatformKey, SubtleCrypto } from './web-crypto.ts'

/** As for Node, but WebCrypto has no PKCS#1 v1.5: a server that uses it needs a key pair in Node. */
export interface WebUnwrapOptions extends Pick<UnwrapOptions, 'form'> {
  /** `oaep-sha256` when left out. */
  readonly padding?: 'oaep-sha256' | 'oaep-sha1' | undefined
}

/** The two keys inside the platform, which IndexedDB stores without their bytes ever being seen. */
export interface WebKeys {
  readonly publicKey: PlatformKey
  readonly privateKey: PlatformKey
}

/**
 * Makes an RSA key pair with WebCrypto, whose private key cannot be read out. Keep `keys`, in IndexedDB, and give them
 * to {@link webKeyPairOfKeys} the next time.
 *
 * @example
 * ```ts
 * import { makeWebKeyPair, webKeyPairOfKeys } from '@claimtag/provisioning/unwrap-web'
 *
 * const { keys, publicKeyPem } = await makeWebKeyPair(crypto.subtle)
 * console.log((await webKeyPairOfKeys(crypto.subtle, keys)).publicKeyPem === publicKeyPem) // true
 * ```
 */
export async function makeWebKeyPair(
  subtle: SubtleCrypto,
  options: WebUnwrapOptions & { readonly bits?: 2048 | 3072 | 4096 | undefined } = {},
): Promise<KeyPair & { readonly keys: WebKeys }> {
  const publicExponent = Uint8Array.of(1, 0, 1)
  const algorithm = { ...algorithmOf(options), modulusLength: options.bits ?? 3072, publicExponent }
  const keys = (await subtle.generateKey(algorithm, false, ['decrypt'])) as WebKeys
  return { ...(await webKeyPairOfKeys(subtle, keys, options)), keys }
}

/**
 * The key pair of keys that {@link makeWebKeyPair} made, with the padding that they were made for.
 *
 * @example
 * ```ts no-run
 * import { webKeyPairOfKeys, type WebKeys } from '@claimtag/provisioning/unwrap-web'
 *
 * declare const kept: WebKeys // from IndexedDB
 * const { publicKeyPem, unwrapKey } = await webKeyPairOfKeys(crypto.subtle, kept)
 * ```
 */
export async function webKeyPairOfKeys(
  subtle: SubtleCrypto,
  { publicKey, privateKey }: WebKeys,
  options: WebUnwrapOptions = {},
): Promise<KeyPair> {
  const spki = new Uint8Array((await subtle.exportKey('spki', publicKey as never)) as ArrayBuffer)
  const { modulusLength } = (publicKey as { algorithm: { modulusLength: number } }).algorithm
  return pairOf(
    subtle,
    { privateKey, size: modulusLength / 8, publicKeyPem: pemOf('PUBLIC KEY', spki) },
    options,
  )
}

/**
 * The key pair of a private RSA key in PEM, PKCS#8 or PKCS#1, with WebCrypto.
 *
 * @throws ProvisioningError `private-key-invalid`, which says in what way the key is written wrongly
 *
 * @example
 * ```ts no-run
 * import { webKeyPairOf } from '@claimtag/provisioning/unwrap-web'
 *
 * declare const privateKeyPem: string
 * const { publicKeyPem, unwrapKey } = await webKeyPairOf(crypto.subtle, privateKeyPem)
 * ```
 */
export async function webKeyPairOf(
  subtle: SubtleCrypto,
  privateKeyPem: string,
  options: WebUnwrapOptions = {},
): Promise<KeyPair> {
  const der = pkcs8Of(readPrivateKey(privateKeyPem))
  const algorithm = algorithmOf(options)
  try {
    const readable = await subtle.importKey('pkcs8', der as never, algorithm, true, ['decrypt'])
    // The public key is the part of the private one that is not secret.
    const { n = '', e } = (await subtle.exportKey('jwk', readable as never)) as { n?: string; e?: string }
    const jwk = { kty: 'RSA', n, e }
    const publicKey = await subtle.importKey('jwk', jwk as never, algorithm, true, ['encrypt'])
    const privateKey = await subtle.importKey('pkcs8', der as never, algorithm, false, ['decrypt'])
    const pair = await webKeyPairOfKeys(subtle, { publicKey, privateKey }, options)
    const bits = Math.floor((n.length * 3) / 4) * 8
    if (bits < LEAST_BITS) throw keyRefused(`has ${bits} bits; ${LEAST_BITS} are needed`)
    return pair
  } catch (error) {
    throw isOurs(error) ? error : keyRefused('is damaged, or is not a key for RSA')
  } finally {
    der.fill(0)
  }
}

function isOurs(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'issue' in error
}

function algorithmOf({ padding = 'oaep-sha256' }: WebUnwrapOptions): { name: string; hash: string } {
  return { name: 'RSA-OAEP', hash: padding === 'oaep-sha256' ? 'SHA-256' : 'SHA-1' }
}

function pairOf(
  subtle: SubtleCrypto,
  { privateKey, size, publicKeyPem }: { privateKey: PlatformKey; size: number; publicKeyPem: string },
  { form }: WebUnwrapOptions,
): KeyPair {
  return {
    publicKeyPem,
    async unwrapKey(encryptedKey) {
      const encrypted = encryptedBytes(encryptedKey, size)
      const decrypted = await subtle
        .decrypt({ name: 'RSA-OAEP' }, privateKey as never, encrypted)
        .catch(() => undefined)
      if (decrypted === undefined) throw unwrapRefused('does not decrypt with this private key')
      return transportKeyText(new Uint8Array(decrypted), form)
    },
  }
}

/** `version 0, algorithm rsaEncryption with NULL` of a PrivateKeyInfo (RFC 5208, 5; RFC 8017, A.1). */
const RSA_INFO = [2, 1, 0, 48, 13, 6, 9, 42, 134, 72, 134, 247, 13, 1, 1, 1, 5, 0]

/** WebCrypto imports PKCS#8 alone, which is PKCS#1 with its algorithm before it. */
function pkcs8Of({ form, der }: PrivateKeyPem): Uint8Array<ArrayBuffer> {
  if (form === 'pkcs8') return der
  return tagged(48, [...RSA_INFO, ...tagged(4, [...der])])
}

/** A value of DER: tag, length, content. */
function tagged(tag: number, content: readonly number[]): Uint8Array<ArrayBuffer> {
  const { length } = content
  const bytes = length < 128 ? [length] : [130, length >> 8, length & 255]
  return Uint8Array.from([tag, ...bytes, ...content])
}
