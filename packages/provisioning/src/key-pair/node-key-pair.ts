import { constants, createPrivateKey, createPublicKey, generateKeyPair, privateDecrypt } from 'node:crypto'
import type { KeyObject } from 'node:crypto'
import { promisify } from 'node:util'
import { keyRefused, readPrivateKey } from './private-key-pem.ts'
import { encryptedBytes, LEAST_BITS, transportKeyText, unwrapRefused } from './transport-key.ts'
import type { KeyPair, Padding, UnwrapOptions } from './transport-key.ts'

export type { KeyPair, Padding, UnwrapOptions } from './transport-key.ts'

/** A key pair that was made here: its private key is to be kept, in a file that only its owner may read. */
export interface MadeKeyPair extends KeyPair {
  /** PKCS#8 in PEM. It decrypts the ASTK. */
  readonly privateKeyPem: string
}

/**
 * Makes an RSA key pair with `node:crypto`.
 *
 * @param options `bits`: 3072 when left out; 2048 for a server that takes no more
 *
 * @example
 * ```ts
 * import { keyPairOf, makeKeyPair } from '@claimtag/provisioning/unwrap'
 *
 * const { privateKeyPem, publicKeyPem } = await makeKeyPair({ bits: 2048 })
 * console.log(keyPairOf(privateKeyPem).publicKeyPem === publicKeyPem) // true
 * ```
 */
export async function makeKeyPair(
  options: UnwrapOptions & { readonly bits?: 2048 | 3072 | 4096 | undefined } = {},
): Promise<MadeKeyPair> {
  const { privateKey } = await promisify(generateKeyPair)('rsa', { modulusLength: options.bits ?? 3072 })
  const privateKeyPem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
  return { ...pairOf(privateKey, options), privateKeyPem }
}

/**
 * The key pair of a private RSA key in PEM, PKCS#8 or PKCS#1. The public key comes from it, so the two always belong
 * together.
 *
 * @throws ProvisioningError `private-key-invalid`, which says in what way the key is written wrongly
 *
 * @example
 * ```ts no-run
 * import { keyPairOf } from '@claimtag/provisioning/unwrap'
 * import { readFileSync } from 'node:fs'
 *
 * const { publicKeyPem, unwrapKey } = keyPairOf(readFileSync('portal.key', 'utf8'))
 * ```
 */
export function keyPairOf(privateKeyPem: string, options: UnwrapOptions = {}): KeyPair {
  const { form, der } = readPrivateKey(privateKeyPem)
  return pairOf(privateKeyOf(Buffer.from(der.buffer), form), options)
}

function privateKeyOf(der: Buffer, type: 'pkcs1' | 'pkcs8'): KeyObject {
  try {
    return createPrivateKey({ key: der, format: 'der', type })
  } catch {
    throw keyRefused('is damaged')
  } finally {
    der.fill(0)
  }
}

function pairOf(privateKey: KeyObject, { padding, form }: UnwrapOptions): KeyPair {
  const bits = privateKey.asymmetricKeyType === 'rsa' ? privateKey.asymmetricKeyDetails?.modulusLength : 0
  if (bits === undefined || bits === 0) throw keyRefused('is not a key for RSA')
  if (bits < LEAST_BITS) throw keyRefused(`has ${bits} bits; ${LEAST_BITS} are needed`)
  const size = Math.ceil(bits / 8)
  const tried: readonly Padding[] =
    padding === undefined ? ['oaep-sha256', 'oaep-sha1', 'pkcs1-v1.5'] : [padding]
  return {
    publicKeyPem: createPublicKey(privateKey).export({ type: 'spki', format: 'pem' }).toString(),
    async unwrapKey(encryptedKey) {
      const encrypted = encryptedBytes(encryptedKey, size)
      for (const one of tried) {
        const decrypted = decryptedAs(one, privateKey, encrypted)
        if (decrypted !== undefined) return transportKeyText(decrypted, form)
      }
      throw unwrapRefused('does not decrypt with this private key')
    },
  }
}

function decryptedAs(padding: Padding, key: KeyObject, encrypted: Uint8Array): Uint8Array | undefined {
  try {
    if (padding === 'pkcs1-v1.5') {
      // Node refuses this padding where its OpenSSL would not hide a wrong one (CVE-2023-46809).
      return withoutPadding(privateDecrypt({ key, padding: constants.RSA_NO_PADDING }, encrypted))
    }
    const oaepHash = padding === 'oaep-sha256' ? 'sha256' : 'sha1'
    return privateDecrypt({ key, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash }, encrypted)
  } catch {
    return undefined
  }
}

/**
 * The message of `00 02, eight or more random bytes, 00, message` (RFC 8017, 7.2.2). To tell a wrong padding apart
 * gives nothing away: it is the Join Server that encrypted, and it knows the ASTK.
 */
function withoutPadding(block: Buffer): Uint8Array | undefined {
  const end = block.indexOf(0, 2)
  const isPadded = block[0] === 0 && block[1] === 2 && end >= 10
  const message = isPadded ? Uint8Array.from(block.subarray(end + 1)) : undefined
  block.fill(0)
  return message
}
