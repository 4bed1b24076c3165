import { createHmac, type Hash, type Hmac } from 'node:crypto'
import { openToRead } from '@claimtag/disk'
import { closeSync, readSync } from 'node:fs'

const PART = 1 << 20

/** A keyed digest is the first 128 bits, in hex. */
export const KEYED_DIGEST_DIGITS = 32

/** The keyed digest of a file, however large it is, or of its first bytes. */
export function digestOfFile(key: Uint8Array, path: string, bytes = Infinity): string {
  const digest = createHmac('sha256', key)
  updateFromFile(digest, path, bytes)
  return digest.digest('hex').slice(0, KEYED_DIGEST_DIGITS)
}

/** Updates a digest with the first `length` bytes of a file, or with all when it is shorter. */
export function updateFromFile(hash: Hash | Hmac, path: string, length: number): void {
  updateFromPart(hash, path, 0, length)
}

/** The same with the bytes from an offset on. */
export function updateFromPart(hash: Hash | Hmac, path: string, from: number, length: number): void {
  if (length === 0) return
  const file = openToRead(path)
  try {
    update(hash, file, from, length)
  } finally {
    closeSync(file)
  }
}

/** The digest, in hex, of up to `length` bytes of an open file. */
export function digestOfPart(hash: Hash | Hmac, file: number, from: number, length: number): string {
  update(hash, file, from, length)
  return hash.digest('hex')
}

function update(hash: Hash | Hmac, file: number, from: number, length: number): void {
  const bytes = Buffer.allocUnsafe(Math.min(PART, length))
  for (let at = 0; at < length;) {
    const read = readSync(file, bytes, 0, Math.min(PART, length - at), from + at)
    if (read === 0) break
    hash.update(bytes.subarray(0, read))
    at += read
  }
}
