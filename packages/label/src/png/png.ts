import type { QrSymbol } from '@claimtag/qr'
import { TOKEN_ROOM, writeZlib, ZLIB_ROOM } from '../deflate/zlib.ts'
import type { Bitmap } from '../raster/bitmap.ts'
import { type Choice, choiceFor, codeFor } from './choose-code.ts'
import { crc32 } from './crc32.ts'
import { pngHead } from './head.ts'
import { clearTokenBuffers, createTokenBuffers, rowTokens } from './row-tokens.ts'
import { type SymbolPngOptions, symbolRows } from './symbol-rows.ts'

export type { SymbolPngOptions } from './symbol-rows.ts'

/** Writes one PNG after another, in memory that grows to the largest picture so far. */
export interface PngEncoder {
  /** `encodePng`. */
  encode(bitmap: Bitmap, options: { readonly dpi: number }): Uint8Array
  /** `encodeSymbolPng`. */
  encodeSymbol(symbol: QrSymbol, options: SymbolPngOptions): Uint8Array
  /** Overwrites what the last picture has left in its memory. */
  clear(): void
}

/** The beginning of a picture, the same on all labels of a job. */
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
 * import { createLabeller, defaultTemplate } from '@claimtag/label'
 * import { createPngEncoder } from '@claimtag/label/png'
 *
 * const encoder = createPngEncoder()
 * const labeller = createLabeller(defaultTemplate, { dpi: 203 })
 * for (const devEui of ['70B3D57ED00A0004', '70B3D57ED00A000B']) {
 *   const png = encoder.encode(labeller.draw(`LW:D0:70B3D57ED0000002:${devEui}`, { devEui }), { dpi: 203 })
 *   console.log(png[0]) // 137
 * }
 * ```
 */
export function createPngEncoder(): PngEncoder {
  const buffers = createTokenBuffers()
  let room = new Uint8Array(0)
  let head: Head | undefined
  let choice: Choice | undefined
  let used = { tokens: 0, bytes: 0 }

  function headFor(width: number, height: number, dpi: number | undefined): Uint8Array {
    if (head?.width !== width || head.height !== height || head.dpi !== dpi) {
      head = { width, height, dpi, bytes: pngHead(width, height, dpi) }
    }
    return head.bytes
  }

  /** A picture in which each row of a bitmap appears so many times. */
  function pngOf(bitmap: Bitmap, times: number, dpi: number | undefined): Uint8Array {
    const tokens = rowTokens(buffers, bitmap, times)
    const most = TOKEN_ROOM * tokens.count + ZLIB_ROOM
    if (room.length < most) room = new Uint8Array(most)
    const out = room
    const opening = headFor(bitmap.width, bitmap.height * times, dpi)
    out.set(opening)
    const start = opening.length
    out.set(IDAT, start + 4)
    if (choice?.distance !== tokens.distance) choice = choiceFor(tokens.distance)
    const end = writeZlib(tokens, codeFor(choice, tokens), out, start + 8)
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

/** Used by single calls, since memory of their own takes a sixth of their time. Cleared after each call. */
let shared: PngEncoder | undefined

function once(encode: (encoder: PngEncoder) => Uint8Array): Uint8Array {
  shared ??= createPngEncoder()
  const png = encode(shared)
  shared.clear()
  return png
}

/**
 * A bitmap as a 1-bit greyscale PNG whose pHYs chunk holds the size of a dot. Written without zlib, so the same
 * bitmap gives the same bytes on every machine.
 *
 * @example
 * ```ts
 * import { createLabeller, defaultTemplate } from '@claimtag/label'
 * import { encodePng } from '@claimtag/label/png'
 *
 * const labeller = createLabeller(defaultTemplate, { dpi: 203 })
 * const png = encodePng(labeller.draw('LW:D0:70B3D57ED0000002:70B3D57ED00A0004', {}), { dpi: 203 })
 * console.log(png.length < 1500) // true
 * ```
 */
export function encodePng(bitmap: Bitmap, options: { readonly dpi: number }): Uint8Array {
  return once((encoder) => encoder.encode(bitmap, options))
}

/**
 * A symbol alone as a 1-bit PNG, for a page, a letter or another label: without a template, and without a bitmap in
 * between.
 *
 * @throws EncodeError `bad-option`
 *
 * @example
 * ```ts
 * import { encodeSymbolPng } from '@claimtag/label/png'
 * import { encodeQr } from '@claimtag/qr'
 *
 * const png = encodeSymbolPng(encodeQr('LW:D0:70B3D57ED0000002:70B3D57ED00A0004'), { dots: 10 })
 * console.log(png[0]) // 137
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
