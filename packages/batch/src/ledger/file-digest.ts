import { createHmac, type Hash, type Hmac } from 'node:crypto'
import { closeSync, openSync, readSync } from 'node:fs'

const PART = 1 << 20

/** The keyed digest of a whole file, however large it is. */
export function digestOfFile(key: Uint8Array, path: string): string {
  const file = openSync(path, 'r')
  try {
    return digestOfPart(createHmac('sha256', key), file, 0, Infinity).slice(0, 32)
  } finally {
    closeSync(file)
  }
}

/** The digest, in hex, of up to `length` bytes of an open file. */
export function digestOfPart(hash: Hash | Hmac, file: number, from: number, length: number): string {
  const bytes = Buffer.allocUnsafe(Math.min(PART, length))
  for (let at = 0; at < length;) {
    const read = readSync(file, bytes, 0, Math.min(PART, length - at), from + at)
    if (read === 0) break
    hash.update(bytes.subarray(0, read))
    at += read
  }
  return hash.digest('hex')
}
