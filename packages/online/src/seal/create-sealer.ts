import { onlineError } from '../issue/issue.ts'
import type { Cipher, Ciphers } from './cipher.ts'
import type { OwnBytes } from './own-bytes.ts'
import type { WebCrypto } from './crypto.ts'
import { nodeCiphers } from './node-cipher.ts'
import { createRandomPool } from '../source/random-pool.ts'
import { asciiBytes } from './secret.ts'
import type { Sealer } from './sealer.ts'
import { plaintext } from './sealer.ts'
import { webCiphers } from './web-cipher.ts'

/** One key of a ring: 32 random bytes from a secret store, or unwrapped by a key management service. */
export interface SealingKey {
  /** Stored with each code, to find its key: `2026-1`. */
  readonly id: string
  readonly key: Uint8Array
  /** Still opens what it sealed, and seals nothing new. */
  readonly isDecryptOnly?: boolean | undefined
}

export interface SealerOptions {
  /** Exactly one of them seals. */
  readonly keys: readonly SealingKey[]
  /** 32 random bytes, not changed with the keys: with them, tokens that are used twice can be found. */
  readonly indexKey?: Uint8Array | undefined
  /** Also opens codes that were stored before there was a key. */
  readonly opensPlaintext?: boolean | undefined
  /** How many codes the sealing key has sealed before, in all processes: its limit is 2^32. 0 when left out. */
  readonly sealedBefore?: number | undefined
  /** When left out, `node:crypto` where the platform has it, which takes less time, else its `crypto`. */
  readonly crypto?: WebCrypto | undefined
}

const KEY_BYTES = 32
/** 96 bits, drawn at random for each message: NIST SP 800-38D, 8.3, allows 2^32 of them with one key. */
const NONCE_BYTES = 12
const MOST_SEALED = 2 ** 32
/** Bytes kept of the hash of a token: enough to tell tokens apart. */
const TAG_BYTES = 16

declare const crypto: WebCrypto

/**
 * Seals with AES-256-GCM. To change keys: give the new one to all processes as decrypt-only, make it the one that
 * seals, call `rewrap`, then remove the old one.
 *
 * @throws OnlineError `option-invalid`
 *
 * @example
 * ```ts
 * import { createSealer } from '@claimtag/online'
 *
 * const sealer = createSealer({ keys: [{ id: '2026-1', key: crypto.getRandomValues(new Uint8Array(32)) }] })
 * console.log(sealer.keyId) // 2026-1
 * ```
 */
export function createSealer(options: SealerOptions): Sealer {
  const { indexKey, opensPlaintext = false, crypto: webCrypto = crypto } = options
  const keys = keyRing(options)
  const [primary] = [...keys.values()].filter(({ isDecryptOnly }) => isDecryptOnly !== true)
  if (primary === undefined) throw refusal('keys', 'a ring with one key that seals')
  const { sealing, hashing } = ciphersOf(options.crypto)
  const ciphers = new Map<string, Cipher>(
    [...keys.values()].map(({ id, key }) => [id, sealing(Uint8Array.from(key))]),
  )
  const sealingNow = ciphers.get(primary.id)!
  const boundToKey = new Map([...keys.keys()].map((id) => [id, asciiBytes(`${id.length}:${id}`)]))
  const drawRandom = createRandomPool((bytes) => webCrypto.getRandomValues(bytes))
  let sealed = options.sealedBefore ?? 0

  /** Includes the key's own id, so that a row cannot be attributed to another key. */
  const boundTo = (keyId: string, bound: Uint8Array): OwnBytes => joined(boundToKey.get(keyId)!, bound)

  const sealer: Sealer = {
    keyId: primary.id,
    async seal(bytes, bound) {
      sealed += 1
      if (sealed > MOST_SEALED) throw new Error('this key has sealed as many codes as it may')
      const nonce = drawRandom(NONCE_BYTES)
      const closed = await sealingNow.seal(nonce, boundTo(primary.id, bound), bytes)
      return { keyId: primary.id, sealed: joined(nonce, closed) }
    },
    async open(closed, bound, keyId) {
      const cipher = ciphers.get(keyId)
      if (cipher === undefined) {
        if (opensPlaintext) return plaintext.open(closed, bound, keyId)
        throw new Error('there is no such key')
      }
      const nonce = new Uint8Array(closed.subarray(0, NONCE_BYTES))
      return cipher.open(nonce, boundTo(keyId, bound), new Uint8Array(closed.subarray(NONCE_BYTES)))
    },
  }
  if (indexKey === undefined) return sealer
  const hash = hashing(Uint8Array.from(indexKey))
  return { ...sealer, tag: async (token) => (await hash(token)).slice(0, TAG_BYTES) }
}

/**
 * Those of a given WebCrypto; else of Node's own module where there is one: it gives the same bytes at once, in a fifth
 * of the CPU time, since WebCrypto hands each message to a thread of its own.
 */
function ciphersOf(given: WebCrypto | undefined): Ciphers {
  return given === undefined ? (nodeCiphers() ?? webCiphers(crypto)) : webCiphers(given)
}

function keyRing({ keys, indexKey }: SealerOptions): ReadonlyMap<string, SealingKey> {
  if (!Array.isArray(keys)) throw refusal('keys', 'a list of keys')
  const ring = new Map<string, SealingKey>()
  for (const one of keys as readonly SealingKey[]) {
    if (typeof one?.id !== 'string' || one.id === '' || one.id.length > 64 || ring.has(one.id)) {
      throw refusal('keys', 'keys with an id of their own, of 1 to 64 characters')
    }
    if (!isKey(one.key)) throw refusal('keys', `keys of ${KEY_BYTES} bytes`)
    ring.set(one.id, one)
  }
  if ([...ring.values()].filter(({ isDecryptOnly }) => isDecryptOnly !== true).length !== 1) {
    throw refusal('keys', 'a ring with one key that seals')
  }
  if (indexKey !== undefined && !isKey(indexKey)) throw refusal('indexKey', `${KEY_BYTES} bytes`)
  return ring
}

function isKey(key: unknown): boolean {
  return ArrayBuffer.isView(key) && key.byteLength === KEY_BYTES
}

function joined(first: Uint8Array, second: Uint8Array): OwnBytes {
  const bytes = new Uint8Array(first.length + second.length)
  bytes.set(first)
  bytes.set(second, first.length)
  return bytes
}

function refusal(option: string, expected: string): Error {
  return onlineError({ code: 'option-invalid', option, expected })
}
