import type { QrSymbol } from '@claimtag/qr'
import { type Bitmap, createBitmap } from '../raster/bitmap.ts'
import { TOKEN_ROOM, writeZlib, ZLIB_ROOM } from '../deflate/zlib.ts'
import { crc32 } from './crc32.ts'
import { headFor } from './head.ts'
import { codeFor } from './choose-code.ts'
import { rowTokens } from './row-tokens.ts'
import { checkOption } from '../issue/encode-issue.ts'
import { QUIET_ZONE } from '../layout/symbol-fit.ts'
import { inByteOrder, widenRow } from '../raster/widen-row.ts'

/** Grown to the largest picture so far; each result is a copy of its part. */
let scratch = new Uint8Array(0)

/**
 * A bitmap as a 1-bit greyscale PNG whose pHYs chunk says how large a dot is. Written without zlib, so the same
 * bitmap gives the same bytes on every machine.
 *
 * @example
 * const png = encodePng(labeller.draw(code, fields), { dpi: 203 })
 */
export function encodePng(bitmap: Bitmap, { dpi }: { readonly dpi: number }): Uint8Array {
  return pngOf(bitmap, 1, dpi)
}

export interface SymbolPngOptions {
  /** Dots on a side of a module, 1 to 1,000. */
  readonly dots: number
  /** Light modules on every side, 0 to 40; default 4, as ISO/IEC 18004 (9.1) wants it. */
  readonly quietZone?: number
  /** Dots an inch; without it the picture says nothing of its size. */
  readonly dpi?: number
}

/**
 * A symbol alone as a 1-bit PNG, for a page, a letter or somebody else's label: no template, and no bitmap made on the
 * way.
 *
 * Throws `bad-option`.
 *
 * @example
 * const png = encodeSymbolPng(encodeQr(code), { dots: 10 })
 */
export function encodeSymbolPng(
  symbol: QrSymbol,
  { dots, quietZone = QUIET_ZONE, dpi }: SymbolPngOptions,
): Uint8Array {
  // Of the largest symbol, a row is then still within the reach of a copy.
  checkOption('dots', dots, 1, 1000)
  checkOption('quietZone', quietZone, 0, 40)
  const modules = symbol.size + 2 * quietZone
  // A row of dots for each row of modules: the others are its copies.
  const bitmap = createBitmap(modules * dots, modules)
  const words = new Int32Array(bitmap.data.buffer)
  for (let row = 0; row < symbol.size; row += 1) {
    widenRow(symbol, row, dots, (quietZone + row) * bitmap.stride * 8 + quietZone * dots, words)
  }
  inByteOrder(words)
  return pngOf(bitmap, dots, dpi)
}

/** A picture that has each row of a bitmap so many times. */
function pngOf(bitmap: Bitmap, times: number, dpi: number | undefined): Uint8Array {
  const { width, height } = bitmap
  const tokens = rowTokens(bitmap, times)
  const room = TOKEN_ROOM * tokens.count + ZLIB_ROOM
  if (scratch.length < room) scratch = new Uint8Array(room)
  const out = scratch
  const head = headFor(width, height * times, dpi)
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

function put32(out: Uint8Array, at: number, value: number): void {
  out[at] = value >>> 24
  out[at + 1] = value >>> 16
  out[at + 2] = value >>> 8
  out[at + 3] = value
}
