import type { Bitmap } from './bitmap.ts'
import { TOKEN_ROOM, writeZlib, ZLIB_ROOM } from './deflate/zlib.ts'
import { codeFor } from './png/picture-code.ts'
import { rowTokens } from './png/row-tokens.ts'
import { dotsPerMm } from './resolution.ts'

/** Grown to the largest picture so far; each result is a copy of its part. */
let scratch = new Uint8Array(0)
let crcTable: Uint32Array | undefined

/**
 * A bitmap as a 1-bit greyscale PNG whose pHYs chunk says how large a dot is. Written without zlib, so the same
 * bitmap gives the same bytes on every machine.
 *
 * @example
 * const png = encodePng(labeller.draw(code, fields), { dpi: 203 })
 */
export function encodePng(bitmap: Bitmap, { dpi }: { readonly dpi: number }): Uint8Array {
  const { width, height } = bitmap
  const tokens = rowTokens(bitmap)
  const room = TOKEN_ROOM * tokens.count + ZLIB_ROOM
  if (scratch.length < room) scratch = new Uint8Array(room)
  const out = scratch
  const perMetre = Math.round(dotsPerMm(dpi) * 1000)
  let at = write(out, 0, [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
  at = chunk(out, at, 'IHDR', [...be32(width), ...be32(height), 1, 0, 0, 0, 0])
  at = chunk(out, at, 'pHYs', [...be32(perMetre), ...be32(perMetre), 1])
  const data = write(out, at + 4, latin('IDAT'))
  const end = writeZlib(tokens, codeFor(tokens), out, data)
  write(out, at, be32(end - data))
  at = write(out, end, be32(crc32(out, at + 4, end)))
  return out.slice(0, chunk(out, at, 'IEND', []))
}

function chunk(out: Uint8Array, at: number, type: string, body: readonly number[]): number {
  const end = write(out, at, [...be32(body.length), ...latin(type), ...body])
  return write(out, end, be32(crc32(out, at + 4, end)))
}

function write(out: Uint8Array, at: number, bytes: readonly number[]): number {
  out.set(bytes, at)
  return at + bytes.length
}

function latin(text: string): number[] {
  return Array.from(text, (letter) => letter.charCodeAt(0))
}

function be32(value: number): number[] {
  return [value >>> 24, (value >>> 16) & 255, (value >>> 8) & 255, value & 255]
}

/** ISO 3309, as PNG wants it for each chunk. */
function crc32(bytes: Uint8Array, from: number, to: number): number {
  const table = (crcTable ??= makeCrcTable())
  let crc = 0xffffffff
  for (let at = from; at < to; at += 1) crc = (crc >>> 8) ^ table[(crc ^ bytes[at]!) & 255]!
  return ~crc >>> 0
}

function makeCrcTable(): Uint32Array {
  return Uint32Array.from({ length: 256 }, (_, index) => {
    let crc = index
    for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1
    return crc
  })
}
