import type { OwnBytes } from './own-bytes.ts'

/** A key inside the platform: its bytes cannot be read back. */
export type PlatformKey = object

/** The part of WebCrypto that is used: Node, browsers, workers, Deno and Bun have it as `crypto`. */
export interface WebCrypto {
  getRandomValues(bytes: OwnBytes): unknown
  readonly subtle: {
    importKey(
      format: 'raw',
      key: OwnBytes,
      algorithm: 'HKDF',
      isExtractable: boolean,
      uses: 'deriveKey'[],
    ): Promise<PlatformKey>
    deriveKey(
      algorithm: object,
      key: never,
      derived: object,
      isExtractable: boolean,
      uses: ('encrypt' | 'decrypt' | 'sign')[],
    ): Promise<PlatformKey>
    encrypt(algorithm: object, key: never, bytes: OwnBytes): Promise<ArrayBuffer>
    decrypt(algorithm: object, key: never, bytes: OwnBytes): Promise<ArrayBuffer>
    sign(algorithm: string, key: never, bytes: OwnBytes): Promise<ArrayBuffer>
  }
}

/**
 * What a key is used for. Keys for different uses are derived separately, so that none reveals anything about
 * another.
 */
export type KeyUse = 'seal' | 'index'

/** A key for one use, derived with HKDF-SHA-256 (RFC 5869). */
export async function deriveKey({ subtle }: WebCrypto, secret: OwnBytes, use: KeyUse): Promise<PlatformKey> {
  const base = await subtle.importKey('raw', secret, 'HKDF', false, ['deriveKey'])
  const derivation = { name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(0), info: keyInfo(use) }
  return use === 'seal'
    ? subtle.deriveKey(derivation, base as never, { name: 'AES-GCM', length: 256 }, false, [
        'encrypt',
        'decrypt',
      ])
    : subtle.deriveKey(derivation, base as never, { name: 'HMAC', hash: 'SHA-256', length: 256 }, false, [
        'sign',
      ])
}

/** What HKDF binds a derived key to. */
export function keyInfo(use: KeyUse): OwnBytes {
  return asciiBytes(`claimtag/${use}/1`)
}

function asciiBytes(text: string): OwnBytes {
  return Uint8Array.from(text, (character) => character.charCodeAt(0))
}
