import { createHmac } from 'node:crypto'
import { closeSync, openSync, readSync } from 'node:fs'

const PART = 1 << 20

/** The keyed digest of a whole file, however large it is. */
export function digestOfFile(key: Uint8Array, path: string): string {
  const hmac = createHmac('sha256', key)
  const bytes = Buffer.allocUnsafe(PART)
  const file = openSync(path, 'r')
  try {
    for (let read = readSync(file, bytes); read > 0; read = readSync(file, bytes)) {
      hmac.update(bytes.subarray(0, read))
    }
  } finally {
    closeSync(file)
  }
  return hmac.digest('hex').slice(0, 32)
}
