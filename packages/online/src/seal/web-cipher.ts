import { NONCE_BYTES } from './cipher.ts'
import type { Ciphers } from './cipher.ts'
import { deriveKey } from './crypto.ts'
import type { KeyUse, PlatformKey, WebCrypto } from './crypto.ts'
import { joined } from './own-bytes.ts'
import type { OwnBytes } from './own-bytes.ts'

/** The ciphers of WebCrypto, which every platform has. */
export function webCiphers(webCrypto: WebCrypto): Ciphers {
  const { subtle } = webCrypto
  function keyFor(secret: OwnBytes, use: KeyUse): () => Promise<never> {
    let derived: Promise<PlatformKey> | undefined
    return () => (derived ??= deriveKey(webCrypto, secret, use)) as Promise<never>
  }
  return {
    sealing(secret) {
      const key = keyFor(secret, 'seal')
      return {
        async seal(nonce, bound, bytes) {
          return joined(nonce, new Uint8Array(await subtle.encrypt(gcm(nonce, bound), await key(), bytes)))
        },
        async open(sealed, bound) {
          const nonce = sealed.slice(0, NONCE_BYTES)
          return new Uint8Array(
            await subtle.decrypt(gcm(nonce, bound), await key(), sealed.slice(NONCE_BYTES)),
          )
        },
      }
    },
    hashing(secret) {
      const key = keyFor(secret, 'index')
      return async (bytes) => new Uint8Array(await subtle.sign('HMAC', await key(), bytes))
    },
  }
}

function gcm(iv: OwnBytes, additionalData: OwnBytes): object {
  return { name: 'AES-GCM', iv, additionalData }
}
