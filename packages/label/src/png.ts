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
  const head = headFor(width, height, dpi)
  out.set(head)
  const start = head.length
  out.set(IDAT, start + 4)
  const end = writeZlib(tokens, codeFor(tokens), out, start + 8)
  put32(out, start, end - start - 8)
  put32(out, end, crc32(out, start + 4, end))
  out.set(IEND, end + 4)
  return out.slice(0, end + 4 + IEND.length)
}

/** The name of the chunk of picture data, and the whole chunk that ends a file. */
const IDAT = Uint8Array.of(0x49, 0x44, 0x41, 0x54)
const IEND = Uint8Array.of(0, 0, 0, 0, 0x49, 0x45, 0x4e, 0x44, 0xae, 0x42, 0x60, 0x82)

const SIGNATURE = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)

let lastHead = { width: 0, height: 0, dpi: 0, bytes: new Uint8Array(0) }

/** Signature, IHDR and pHYs: the same for all labels of a job. */
function headFor(width: number, height: number, dpi: number): Uint8Array {
  if (lastHead.width === width && lastHead.height === height && lastHead.dpi === dpi) return lastHead.bytes
  const perMetre = Math.round(dotsPerMm(dpi) * 1000)
  const bytes = Uint8Array.of(
    ...SIGNATURE,
    ...chunk('IHDR', [...be32(width), ...be32(height), 1, 0, 0, 0, 0]),
    ...chunk('pHYs', [...be32(perMetre), ...be32(perMetre), 1]),
  )
  lastHead = { width, height, dpi, bytes }
  return bytes
}

function chunk(type: string, body: readonly number[]): number[] {
  const named = [...Array.from(type, (letter) => letter.charCodeAt(0)), ...body]
  return [...be32(body.length), ...named, ...be32(crc32(Uint8Array.from(named), 0, named.length))]
}

function be32(value: number): number[] {
  return [value >>> 24, (value >>> 16) & 255, (value >>> 8) & 255, value & 255]
}

function put32(out: Uint8Array, at: number, value: number): void {
  out[at] = value >>> 24
  out[at + 1] = value >>> 16
  out[at + 2] = value >>> 8
  out[at + 3] = value
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
