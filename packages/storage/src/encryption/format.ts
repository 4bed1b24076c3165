import { createCipheriv, createDecipheriv, createHash, createHmac, hkdfSync } from 'node:crypto'
import { StorageError } from '../issue.ts'

// The README describes the format.
const MAGIC = Buffer.from('CTAGENC1', 'latin1')
const CHUNK = 65_536
const TAG = 16
const SALT = 16
const HEADER = MAGIC.length + 4 + SALT
const KEY = 32

/**
 * The key of an encrypted file, from a text of 32 bytes in base64 or hexadecimal digits.
 *
 * @param path to name in the error
 * @throws StorageError `encryption-key`
 *
 * @example
 * ```ts
 * import { encryptionKey } from '@claimtag/storage'
 *
 * console.log(encryptionKey('07'.repeat(32), 'labels.key').length) // 32
 * ```
 */
export function encryptionKey(text: string, path: string): Uint8Array {
  const trimmed = text.trim()
  const isHex = /^[0-9a-fA-F]{64}$/.test(trimmed)
  const key = Buffer.from(trimmed, isHex ? 'hex' : 'base64')
  if (key.length !== KEY || (!isHex && key.toString('base64') !== trimmed))
    throw new StorageError({ code: 'encryption-key', path })
  return key
}

/**
 * Encrypts a file. The same bytes and key give the same encrypted bytes, so that an upload can be compared with what is
 * there; who has no key learns whether two files are equal, and how long they are.
 *
 * @param digest SHA-256 of the bytes, hexadecimal
 *
 * @example
 * ```ts
 * import { decrypt, encrypt, encryptionKey } from '@claimtag/storage'
 * import { createHash } from 'node:crypto'
 * import { Readable } from 'node:stream'
 *
 * const key = encryptionKey('07'.repeat(32), 'labels.key')
 * const bytes = Buffer.from('^XA^XZ')
 * const digest = createHash('sha256').update(bytes).digest('hex')
 * const sealed = encrypt(Readable.from([bytes]), key, digest)
 * for await (const piece of decrypt(sealed, key, 'labels.zpl')) console.log(piece.length) // 6
 * ```
 */
export async function* encrypt(
  pieces: AsyncIterable<Uint8Array>,
  key: Uint8Array,
  digest: string,
): AsyncGenerator<Uint8Array> {
  const salt = createHmac(
    'sha256',
    Buffer.from(hkdfSync('sha256', key, '', 'claimtag/encrypted/salt/1', KEY)),
  )
    .update(digest)
    .digest()
    .subarray(0, SALT)
  const header = Buffer.concat([MAGIC, Buffer.from([0, 1, 0, 0]), salt])
  yield header
  const fileKey = keyOf(key, salt)
  let counter = 0
  for await (const { bytes, isLast } of chunksOf(pieces, CHUNK)) {
    const cipher = createCipheriv('aes-256-gcm', fileKey, nonceOf(counter++, isLast))
    cipher.setAAD(header)
    yield Buffer.concat([cipher.update(bytes), cipher.final(), cipher.getAuthTag()])
  }
}

/**
 * Decrypts a file. A chunk is given once it is known to be the one that was written in its place; a file that was cut
 * off is noticed at its end, so what was given must not be used before the generator is done.
 *
 * @param path to name in the error
 * @throws StorageError `encryption-damaged`
 *
 * @example
 * ```ts
 * import { decrypt, encrypt, encryptionKey } from '@claimtag/storage'
 * import { createHash } from 'node:crypto'
 * import { Readable } from 'node:stream'
 *
 * const key = encryptionKey('07'.repeat(32), 'labels.key')
 * const bytes = Buffer.from('^XA^XZ')
 * const digest = createHash('sha256').update(bytes).digest('hex')
 * const sealed = encrypt(Readable.from([bytes]), key, digest)
 * for await (const piece of decrypt(sealed, key, 'labels.zpl')) console.log(piece.length) // 6
 * ```
 */
export async function* decrypt(
  pieces: AsyncIterable<Uint8Array>,
  key: Uint8Array,
  path: string,
): AsyncGenerator<Uint8Array> {
  const damaged = new StorageError({ code: 'encryption-damaged', path })
  let header: Buffer | undefined
  let fileKey: Uint8Array = key
  let counter = 0
  for await (const { bytes, isLast } of chunksOf(pieces, CHUNK + TAG, HEADER)) {
    if (header === undefined) {
      header = Buffer.from(bytes)
      const isOurs = header.length === HEADER && header.subarray(0, MAGIC.length).equals(MAGIC)
      if (!isOurs || header.readUInt32BE(MAGIC.length) !== CHUNK || isLast) throw damaged
      fileKey = keyOf(key, header.subarray(-SALT))
      continue
    }
    if (bytes.length < TAG || counter === 0xffff_ffff) throw damaged
    const cipher = createDecipheriv('aes-256-gcm', fileKey, nonceOf(counter++, isLast))
    cipher.setAAD(header)
    cipher.setAuthTag(bytes.subarray(-TAG))
    const clear = cipher.update(bytes.subarray(0, -TAG))
    try {
      cipher.final()
    } catch {
      throw damaged
    }
    yield clear
  }
  if (counter === 0) throw damaged
}

/** SHA-256 of bytes that come in pieces, and their number. */
export async function digestOf(
  pieces: AsyncIterable<Uint8Array>,
): Promise<{ readonly sha256: string; readonly size: number }> {
  const hash = createHash('sha256')
  let size = 0
  for await (const piece of pieces) {
    hash.update(piece)
    size += piece.length
  }
  return { sha256: hash.digest('hex'), size }
}

function keyOf(key: Uint8Array, salt: Uint8Array): Uint8Array {
  return Buffer.from(hkdfSync('sha256', key, salt, 'claimtag/encrypted/file/1', KEY))
}

/** A chunk in another place, or the last one in the middle, has another nonce and does not open. */
function nonceOf(counter: number, isLast: boolean): Uint8Array {
  const nonce = Buffer.alloc(12)
  nonce.writeUInt32BE(counter, 7)
  nonce[11] = isLast ? 1 : 0
  return nonce
}

interface Chunk {
  readonly bytes: Uint8Array
  readonly isLast: boolean
}

/** Chunks of one size, the first of another if that is given; the last may be shorter, and empty when it is alone. */
async function* chunksOf(
  pieces: AsyncIterable<Uint8Array>,
  size: number,
  first = size,
): AsyncGenerator<Chunk> {
  let held: Buffer = Buffer.alloc(0)
  let wanted = first
  for await (const piece of pieces) {
    held = Buffer.concat([held, piece])
    // One byte more shows that the chunk is not the last.
    while (held.length > wanted) {
      yield { bytes: held.subarray(0, wanted), isLast: false }
      held = held.subarray(wanted)
      wanted = size
    }
  }
  yield { bytes: held, isLast: true }
}
