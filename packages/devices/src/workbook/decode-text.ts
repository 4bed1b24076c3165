import { isAscii, isUtf8 } from 'node:buffer'
import { damaged } from './fault.ts'

/**
 * The text of an XML file that comes in pieces: UTF-8, or UTF-16 with its mark. Invalid bytes are refused, not
 * replaced.
 *
 * @throws InputError `damaged-workbook`
 */
export async function* decodeText(pieces: AsyncIterable<Buffer>, sheet?: string): AsyncGenerator<string> {
  let decode: ((bytes: Buffer) => string) | undefined
  for await (const bytes of pieces) {
    decode ??= decoderFor(bytes, sheet)
    yield decode(bytes)
  }
  decode?.(Buffer.alloc(0))
}

function decoderFor([first, second]: Buffer, sheet: string | undefined): (bytes: Buffer) => string {
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)) {
    const decoder = new TextDecoder(first === 0xff ? 'utf-16le' : 'utf-16be', { fatal: true })
    return guarded((bytes) => decoder.decode(bytes, { stream: bytes.length > 0 }))
  }
  // Twice as fast as TextDecoder, which is slow for input in pieces.
  let rest: Buffer = Buffer.alloc(0)
  let isFirst = true
  return guarded((bytes) => {
    if (bytes.length === 0 && rest.length > 0) throw new TypeError('cut off')
    const joined = rest.length === 0 ? bytes : Buffer.concat([rest, bytes])
    const end = lastWhole(joined)
    rest = joined.subarray(end)
    const whole = joined.subarray(0, end)
    const mayBeMarked = isFirst
    isFirst = false
    if (isAscii(whole)) return whole.toString('latin1')
    if (!isUtf8(whole)) throw new TypeError('not UTF-8')
    const text = whole.toString('utf8')
    return mayBeMarked && text.startsWith('\uFEFF') ? text.slice(1) : text
  })

  function guarded(decode: (bytes: Buffer) => string): (bytes: Buffer) => string {
    return (bytes) => {
      try {
        return decode(bytes)
      } catch {
        throw damaged('text', sheet)
      }
    }
  }
}

/** The end of the last character whose bytes are all there. */
function lastWhole(bytes: Buffer): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back] ?? 0
    if (byte < 0x80) return bytes.length
    if (byte < 0xc0) continue
    const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2
    return length > back ? bytes.length - back : bytes.length
  }
  return bytes.length
}
