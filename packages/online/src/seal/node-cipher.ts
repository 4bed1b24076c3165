import { NONCE_BYTES } from './cipher.ts'
import type { DirectCiphers } from './cipher.ts'
import { keyInfo } from './crypto.ts'
import type { KeyUse } from './crypto.ts'
import type { OwnBytes } from './own-bytes.ts'

/** The part of `node:crypto` that is used. Not imported: the same file runs where there is no such module. */
export interface NodeCrypto {
  hkdfSync(digest: string, key: OwnBytes, salt: OwnBytes, info: OwnBytes, length: number): ArrayBuffer
  createSecretKey(key: OwnBytes): object
  createCipheriv(algorithm: string, key: object, nonce: OwnBytes, options: object): NodeCipher
  createDecipheriv(algorithm: string, key: object, nonce: OwnBytes, options: object): NodeDecipher
  createHmac(
    digest: string,
    key: object,
  ): {
    update(bytes: OwnBytes): { digest(): Uint8Array }
  }
}

interface NodeCipher {
  setAAD(bound: OwnBytes): unknown
  update(bytes: OwnBytes): Uint8Array
  final(): Uint8Array
  getAuthTag(): Uint8Array
}

interface NodeDecipher extends Omit<NodeCipher, 'getAuthTag'> {
  setAuthTag(tag: OwnBytes): unknown
}

declare const process: { readonly getBuiltinModule?: (name: string) => unknown } | undefined

const AES = 'aes-256-gcm'
const KEY_BYTES = 32
/** Bytes of the tag, as WebCrypto has it. Without it, Node takes shorter ones when it opens. */
const TAG_BYTES = 16
const OPTIONS = { authTagLength: TAG_BYTES }
const NOTHING = new Uint8Array(0)

/** The ciphers of Node's module; `undefined` where there is none, or one that gives other bytes. */
export function nodeCiphers(): DirectCiphers | undefined {
  try {
    if (typeof process !== 'object') return undefined
    const crypto = process.getBuiltinModule?.('node:crypto')
    if (crypto === undefined) return undefined
    const ciphers = ciphersWith(crypto as NodeCrypto)
    return isSound(ciphers) ? ciphers : undefined
  } catch {
    // A host that has the name alone.
    return undefined
  }
}

export function ciphersWith(crypto: NodeCrypto): DirectCiphers {
  function keyFor(secret: OwnBytes, use: KeyUse): () => object {
    let derived: object | undefined
    const derive = (): object =>
      crypto.createSecretKey(
        new Uint8Array(crypto.hkdfSync('sha256', secret, NOTHING, keyInfo(use), KEY_BYTES)),
      )
    return () => (derived ??= derive())
  }

  return {
    sealing(secret) {
      const key = keyFor(secret, 'seal')
      return {
        seal(nonce, bound, bytes) {
          const cipher = crypto.createCipheriv(AES, key(), nonce, OPTIONS)
          cipher.setAAD(bound)
          const sealed = new Uint8Array(NONCE_BYTES + bytes.length + TAG_BYTES)
          sealed.set(nonce)
          // All comes with `update`: GCM is a stream, and keeps no block back.
          sealed.set(cipher.update(bytes), NONCE_BYTES)
          cipher.final()
          sealed.set(cipher.getAuthTag(), NONCE_BYTES + bytes.length)
          return sealed
        },
        open(sealed, bound) {
          const end = sealed.length - TAG_BYTES
          if (end < NONCE_BYTES) throw new Error('it is too short to be sealed')
          const decipher = crypto.createDecipheriv(AES, key(), sealed.subarray(0, NONCE_BYTES), OPTIONS)
          decipher.setAAD(bound)
          decipher.setAuthTag(sealed.subarray(end))
          const bytes = decipher.update(sealed.subarray(NONCE_BYTES, end))
          // Throws when the tag is wrong; nothing is given out before.
          decipher.final()
          return new Uint8Array(bytes)
        },
      }
    },
    hashing(secret) {
      const key = keyFor(secret, 'index')
      return (bytes) => new Uint8Array(crypto.createHmac('sha256', key()).update(bytes).digest())
    },
  }
}

/** The seal of one byte and the hash of none under secrets of zeros, as WebCrypto gives them. */
const SEALED = '00000000000000000000000042557fed531ea4c792cc79a36eef0f721d'
const HASHED = '0d875140e6ef01878ba7a4fa8ab471e754f51b6a18a776d38f9de7bfff7cb3a0'

/** Other hosts have a module of the same name, and must give the same bytes, as old rows have to open. */
function isSound({ sealing, hashing }: DirectCiphers): boolean {
  const [secret, nonce, one] = [new Uint8Array(KEY_BYTES), new Uint8Array(NONCE_BYTES), new Uint8Array(1)]
  const sealed = sealing(secret).seal(nonce, one, one)
  const opened = sealing(secret).open(sealed, one)
  return hexOf(sealed) === SEALED && hexOf(opened) === '00' && hexOf(hashing(secret)(NOTHING)) === HASHED
}

function hexOf(bytes: OwnBytes): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}
