import { onlineError } from '../issue/issue.ts'
import { NONCE_BYTES } from './cipher.ts'
import { joined } from './own-bytes.ts'
import type { OwnBytes } from './own-bytes.ts'
import type { WebCrypto } from './crypto.ts'
import { promising } from './direct.ts'
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
/** With nonces that are drawn at random: see `NONCE_BYTES`. */
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
  const { indexKey, opensPlaintext = false } = options
  const keys = keyRing(options)
  const [primary] = [...keys.values()].filter(({ isDecryptOnly }) => isDecryptOnly !== true)
  if (primary === undefined) throw refusal('keys', 'a ring with one key that seals')
  // The same bytes from both: WebCrypto hands each message to a thread, and takes five times the CPU time.
  const direct = options.crypto === undefined ? nodeCiphers() : undefined
  const webCrypto = options.crypto ?? crypto
  const { sealing, hashing } = direct ?? webCiphers(webCrypto)
  const ring = new Map(
    [...keys.values()].map(({ id, key }) => {
      // A key's own id is bound, too, so that a row cannot be attributed to another key.
      const bound = asciiBytes(`${id.length}:${id}`)
      return [id, { cipher: sealing(new Uint8Array(key)), bound }]
    }),
  )
  const own = ring.get(primary.id)!
  const hash = indexKey === undefined ? undefined : hashing(new Uint8Array(indexKey))
  const drawRandom = createRandomPool((bytes) => webCrypto.getRandomValues(bytes))
  let sealed = options.sealedBefore ?? 0

  function seal(bytes: OwnBytes, bound: OwnBytes): OwnBytes | Promise<OwnBytes> {
    sealed += 1
    if (sealed > MOST_SEALED) throw new Error('this key has sealed as many codes as it may')
    return own.cipher.seal(drawRandom(NONCE_BYTES), joined(own.bound, bound), bytes)
  }

  function open(closed: Uint8Array, bound: OwnBytes, keyId: string): Uint8Array | Promise<Uint8Array> {
    const key = ring.get(keyId)
    if (key !== undefined) return key.cipher.open(new Uint8Array(closed), joined(key.bound, bound))
    if (opensPlaintext && keyId === plaintext.keyId) return closed
    throw new Error('there is no such key')
  }

  const later: Sealer = {
    keyId: primary.id,
    seal: async (bytes, bound) => ({ keyId: primary.id, sealed: await seal(bytes, bound) }),
    open: async (closed, bound, keyId) => open(closed, bound, keyId),
    ...(hash === undefined ? {} : { tag: async (token) => shortened(await hash(token)) }),
  }
  if (direct === undefined) return later
  // Direct ciphers give no promises.
  return {
    keyId: primary.id,
    seal: promising((bytes, bound) => ({ keyId: primary.id, sealed: seal(bytes, bound) as OwnBytes })),
    open: promising((closed, bound, keyId) => open(closed, bound, keyId) as OwnBytes),
    ...(hash === undefined ? {} : { tag: promising((token) => shortened(hash(token) as OwnBytes)) }),
  }
}

function shortened(hash: OwnBytes): OwnBytes {
  return hash.slice(0, TAG_BYTES)
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

function refusal(option: string, expected: string): Error {
  return onlineError({ code: 'option-invalid', option, expected })
}
