import { isAscii, isUtf8 } from 'node:buffer'
import { openToRead } from '@claimtag/disk'
import { closeSync, createReadStream, readSync } from 'node:fs'

/** The encoding of an input's text. */
export type Encoding =
  | { readonly name: 'UTF-8'; readonly mark: 0 | 3 }
  | { readonly name: 'UTF-16'; readonly order: 'little' | 'big' }
  | { readonly name: 'Windows-1252' }
  | { readonly name: 'none' }

const UTF8_MARK = Buffer.from([0xef, 0xbb, 0xbf])
const READ_SIZE = 1 << 20

/**
 * Finds the encoding of a file. If its bytes are neither UTF-8 nor any other encoding as a whole, the reader of rows
 * refuses the rows with wrong bytes. Reads the whole file, at the speed of memory.
 *
 * @param head its first bytes
 */
export function encodingOf(path: string, head: Buffer): Encoding {
  if (head.subarray(0, 3).equals(UTF8_MARK)) return { name: 'UTF-8', mark: 3 }
  const wide = wideEncoding(head)
  if (wide !== undefined) return wide
  for (const bytes of completePieces(path)) {
    if (!isUtf8(bytes)) return isWindows1252(path) ? { name: 'Windows-1252' } : { name: 'UTF-8', mark: 0 }
  }
  return { name: 'UTF-8', mark: 0 }
}

/** ASCII text in UTF-16 has a zero byte on the same side of each pair. */
function wideEncoding(head: Buffer): Encoding | undefined {
  const [first, second] = head
  const isMarked = (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)
  const sample = head.subarray(0, 1024)
  const zeros = [0, 0]
  sample.forEach((byte, at) => {
    if (byte === 0) zeros[at % 2] = (zeros[at % 2] ?? 0) + 1
  })
  const [even = 0, odd = 0] = zeros
  const pairs = sample.length / 2
  if (isMarked && Math.min(even, odd) < pairs / 4)
    return { name: 'UTF-16', order: first === 0xff ? 'little' : 'big' }
  if (odd > pairs * 0.4 && even < pairs * 0.05) return { name: 'UTF-16', order: 'little' }
  if (even > pairs * 0.4 && odd < pairs * 0.05) return { name: 'UTF-16', order: 'big' }
  return even + odd > sample.length * 0.01 ? { name: 'none' } : undefined
}

/** The file in pieces that end with a whole character, if they are UTF-8. */
function* completePieces(path: string): Generator<Buffer> {
  const file = openToRead(path)
  try {
    let rest = Buffer.alloc(0)
    for (;;) {
      const piece = Buffer.allocUnsafe(READ_SIZE)
      const length = readSync(file, piece, 0, READ_SIZE, null)
      if (length === 0) break
      const bytes =
        rest.length === 0 ? piece.subarray(0, length) : Buffer.concat([rest, piece.subarray(0, length)])
      const end = isAscii(bytes) ? bytes.length : endOfWhole(bytes)
      yield bytes.subarray(0, end)
      rest = bytes.subarray(end)
    }
    if (rest.length > 0) yield rest
  } finally {
    closeSync(file)
  }
}

function endOfWhole(bytes: Buffer): number {
  for (let back = 1; back <= 3 && back <= bytes.length; back++) {
    const byte = bytes[bytes.length - back] ?? 0
    if (byte >= 0xc0) return lengthOf(byte) > back ? bytes.length - back : bytes.length
    if (byte < 0x80) break
  }
  return bytes.length
}

function lengthOf(lead: number): number {
  return lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2
}

/** Bytes without a character in Windows-1252. */
const UNDEFINED = new Set([0x81, 0x8d, 0x8f, 0x90, 0x9d])

/** Whether every byte has a character in it, and none of them form a character of UTF-8: that would be a mixture. */
function isWindows1252(path: string): boolean {
  for (const bytes of completePieces(path)) {
    for (let at = 0; at < bytes.length; at++) {
      const byte = bytes[at] ?? 0
      if (byte < 0x80) continue
      if (UNDEFINED.has(byte)) return false
      if (byte >= 0xc2 && byte < 0xf5 && isUtf8(bytes.subarray(at, at + lengthOf(byte)))) return false
    }
  }
  return true
}

/** Characters of the bytes 0x80 to 0x9F; the others are those of Latin-1. */
const WINDOWS = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008DŽ\u008F\u0090‘’“”•–—˜™š›œ\u009DžŸ'

/** The text of a file that is not UTF-8. */
export async function* textOf(path: string, encoding: Encoding): AsyncGenerator<string> {
  const stream = createReadStream(path) as AsyncIterable<Buffer>
  if (encoding.name === 'UTF-16') {
    const decoder = new TextDecoder(encoding.order === 'little' ? 'utf-16le' : 'utf-16be')
    for await (const bytes of stream) yield decoder.decode(bytes, { stream: true })
    yield decoder.decode()
    return
  }
  for await (const bytes of stream)
    yield bytes
      .toString('latin1')
      .replace(/[\x80-\x9f]/g, (character) => WINDOWS[character.charCodeAt(0) - 0x80] ?? character)
}
