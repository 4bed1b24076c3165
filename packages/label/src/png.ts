import type { QrSymbol } from '@claimtag/qr'
import { type Bitmap, createBitmap } from './bitmap.ts'
import { TOKEN_ROOM, writeZlib, ZLIB_ROOM } from './deflate/zlib.ts'
import { crc32 } from './png/crc32.ts'
import { codeFor } from './png/picture-code.ts'
import { rowTokens } from './png/row-tokens.ts'
import { checkOption } from './printer-issue.ts'
import { dotsPerMm } from './resolution.ts'
import { QUIET_ZONE } from './symbol-fit.ts'
import { inByteOrder, widenRow } from './widen-row.ts'

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

const SIGNATURE = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)

let lastHead: {
  readonly width: number
  readonly height: number
  readonly dpi: number | undefined
  readonly bytes: Uint8Array
} = { width: 0, height: 0, dpi: 0, bytes: new Uint8Array(0) }

/** Signature, IHDR and pHYs: the same for all labels of a job. */
function headFor(width: number, height: number, dpi: number | undefined): Uint8Array {
  if (lastHead.width === width && lastHead.height === height && lastHead.dpi === dpi) return lastHead.bytes
  const bytes = Uint8Array.of(
    ...SIGNATURE,
    ...chunk('IHDR', [...be32(width), ...be32(height), 1, 0, 0, 0, 0]),
    ...(dpi === undefined ? [] : resolution(dpi)),
  )
  lastHead = { width, height, dpi, bytes }
  return bytes
}

function resolution(dpi: number): number[] {
  const perMetre = be32(Math.round(dotsPerMm(dpi) * 1000))
  return chunk('pHYs', [...perMetre, ...perMetre, 1])
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
