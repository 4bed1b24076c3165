import type { QrSymbol } from '@claimtag/qr'
import { TOKEN_ROOM, writeZlib, ZLIB_ROOM } from '../deflate/zlib.ts'
import type { Bitmap } from '../raster/bitmap.ts'
import { codeFor } from './choose-code.ts'
import { crc32 } from './crc32.ts'
import { pngHead } from './head.ts'
import { clearTokenBuffers, createTokenBuffers, rowTokens } from './row-tokens.ts'
import { type SymbolPngOptions, symbolRows } from './symbol-rows.ts'

export type { SymbolPngOptions } from './symbol-rows.ts'

/** Writes one PNG after another, in memory that grows to the largest so far. */
export interface PngEncoder {
  /** `encodePng`. */
  encode(bitmap: Bitmap, options: { readonly dpi: number }): Uint8Array
  /** `encodeSymbolPng`. */
  encodeSymbol(symbol: QrSymbol, options: SymbolPngOptions): Uint8Array
  /** Overwrites what is left in its memory of the last picture. */
  clear(): void
}

/** The beginning of a picture, which is the same on all labels of a job. */
interface Head {
  readonly width: number
  readonly height: number
  readonly dpi: number | undefined
  readonly bytes: Uint8Array
}

/**
 * An encoder with memory of its own, for one job.
 *
 * @example
 * ```ts
 * const encoder = createPngEncoder()
 * for (const bitmap of bitmaps) write(encoder.encode(bitmap, { dpi: 203 }))
 * ```
 */
export function createPngEncoder(): PngEncoder {
  const buffers = createTokenBuffers()
  let room = new Uint8Array(0)
  let head: Head | undefined
  let used = { tokens: 0, bytes: 0 }

  function headFor(width: number, height: number, dpi: number | undefined): Uint8Array {
    if (head?.width !== width || head.height !== height || head.dpi !== dpi) {
      head = { width, height, dpi, bytes: pngHead(width, height, dpi) }
    }
    return head.bytes
  }

  /** A picture that has each row of a bitmap so many times. */
  function pngOf(bitmap: Bitmap, times: number, dpi: number | undefined): Uint8Array {
    const tokens = rowTokens(buffers, bitmap, times)
    const most = TOKEN_ROOM * tokens.count + ZLIB_ROOM
    if (room.length < most) room = new Uint8Array(most)
    const out = room
    const opening = headFor(bitmap.width, bitmap.height * times, dpi)
    out.set(opening)
    const start = opening.length
    out.set(IDAT, start + 4)
    const end = writeZlib(tokens, codeFor(tokens), out, start + 8)
    put32(out, start, end - start - 8)
    put32(out, end, crc32(out, start + 4, end))
    out.set(IEND, end + 4)
    used = { tokens: tokens.count, bytes: end + 4 + IEND.length }
    return out.slice(0, used.bytes)
  }

  return {
    encode: (bitmap, { dpi }) => pngOf(bitmap, 1, dpi),
    encodeSymbol: (symbol, options) => pngOf(symbolRows(symbol, options), options.dots, options.dpi),
    clear() {
      clearTokenBuffers(buffers, used.tokens)
      room.fill(0, 0, used.bytes)
    },
  }
}

/** Serves single calls, since memory of their own takes a sixth of their time. It is cleared after each. */
let shared: PngEncoder | undefined

function once(encode: (encoder: PngEncoder) => Uint8Array): Uint8Array {
  shared ??= createPngEncoder()
  const png = encode(shared)
  shared.clear()
  return png
}

/**
 * A bitmap as a 1-bit greyscale PNG whose pHYs chunk says how large a dot is. Written without zlib, so the same
 * bitmap gives the same bytes on every machine.
 *
 * @example
 * ```ts
 * const png = encodePng(labeller.draw(code, fields), { dpi: 203 })
 * ```
 */
export function encodePng(bitmap: Bitmap, options: { readonly dpi: number }): Uint8Array {
  return once((encoder) => encoder.encode(bitmap, options))
}

/**
 * A symbol alone as a 1-bit PNG, for a page, a letter or somebody else's label: no template, and no bitmap made on the
 * way.
 *
 * @throws EncodeError `bad-option`
 * @example
 * ```ts
 * const png = encodeSymbolPng(encodeQr(code), { dots: 10 })
 * ```
 */
export function encodeSymbolPng(symbol: QrSymbol, options: SymbolPngOptions): Uint8Array {
  return once((encoder) => encoder.encodeSymbol(symbol, options))
}

/** The name of the chunk of picture data, and the whole chunk that ends a file. */
const IDAT = Uint8Array.of(0x49, 0x44, 0x41, 0x54)
const IEND = Uint8Array.of(0, 0, 0, 0, 0x49, 0x45, 0x4e, 0x44, 0xae, 0x42, 0x60, 0x82)

function put32(out: Uint8Array, at: number, value: number): void {
  out[at] = value >>> 24
  out[at + 1] = value >>> 16
  out[at + 2] = value >>> 8
  out[at + 3] = value
}
