// A program that compiles this file from elsewhere, as the tests do, would not find the declaration by itself.
// oxlint-disable-next-line typescript/triple-slash-reference
/// <reference path="./qrcode.d.ts" />
import qrcode from 'qrcode'
import { QrError } from './error.ts'
import type { QrOptions } from './options.ts'
import { checkMask, planQr } from './segments/plan.ts'
import { type Segment } from './segments/segments.ts'
import { createSymbol, type QrSymbol } from './symbol.ts'
import { utf8 } from './segments/utf8.ts'

/**
 * `encodeQr` drawn by npm `qrcode`, as a second opinion: another author's code, and about fifty times slower.
 * Version, level and segments are planned as in `encodeQr` and handed over; `qrcode` chooses the mask itself unless
 * one is given.
 *
 * @throws QrError as `encodeQr`, and `eci-unsupported` for an ECI segment or text outside ASCII
 *
 * @example
 * ```ts
 * import { referenceEncodeQr } from '@claimtag/qr/reference'
 *
 * console.log(referenceEncodeQr('LW:D0:1122334455667788', { mask: 3 }).version) // 1
 * ```
 */
export function referenceEncodeQr(input: string | readonly Segment[], options: QrOptions = {}): QrSymbol {
  checkMask(options.mask)
  const { version, errorCorrection, segments } = planQr(input, options)
  const { modules, maskPattern } = qrcode.create(segments.map(handOver), {
    version,
    errorCorrectionLevel: errorCorrection,
    maskPattern: options.mask,
  })
  const size = 17 + 4 * version
  const wordsPerRow = (size + 31) >>> 5
  const rows = new Uint32Array(size * wordsPerRow)
  modules.data.forEach((dark, i) => {
    const x = i % size
    if (dark) rows[Math.floor(i / size) * wordsPerRow + (x >>> 5)]! |= 0x80000000 >>> (x & 31)
  })
  return createSymbol(version, errorCorrection, maskPattern, rows)
}

function handOver(segment: Segment): Parameters<typeof qrcode.create>[0][number] {
  switch (segment.mode) {
    case 'eci':
      throw new QrError({ code: 'eci-unsupported' })
    case 'byte':
      return {
        mode: 'byte',
        data: Uint8Array.from(Array.from(utf8(segment.text), (byte) => byte.charCodeAt(0))),
      }
    default:
      return { mode: segment.mode, data: segment.text }
  }
}
