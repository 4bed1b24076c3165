import { writeDataCodewords } from './bits.ts'
import { dataCodewords, LEVELS } from './capacity.ts'
import { interleave } from './codewords.ts'
import { emptyLines, LINES_BEFORE, type Lanes } from './lanes.ts'
import { chooseMask, drawMasks, type Masks, type Scratch } from './mask.ts'
import { drawLayout, placeCodewords, type Layout } from './modules.ts'
import { checkMask, planQr, type QrOptions } from './plan.ts'
import type { Segment } from './segments.ts'
import { createSymbol, type ErrorCorrection, type QrSymbol } from './symbol.ts'

/**
 * Makes the smallest QR Code symbol (ISO/IEC 18004:2015, model 2) that holds a text or given segments.
 *
 * Throws `QrError`: `too-long`, `invalid-option`, `invalid-segment`, `lone-surrogate`.
 *
 * @example
 * const symbol = encodeQr('LW:D0:1122334455667788', { errorCorrection: 'Q' })
 * symbol.get(0, 0) // true: the corner of a finder pattern
 */
export function encodeQr(input: string | readonly Segment[], options: QrOptions = {}): QrSymbol {
  checkMask(options.mask)
  const { version, errorCorrection, segments } = planQr(input, options)
  const { layout, masks, data, lines, scratch } = benchFor(version, errorCorrection)
  const { lanes } = layout
  writeDataCodewords(segments, version, data.length - 2, data)
  placeCodewords(interleave(data, version, errorCorrection), layout, lines)
  const mask = options.mask ?? chooseMask(lines, lanes, masks, scratch)
  return createSymbol(version, errorCorrection, mask, maskedRows(lines, lanes, masks, mask))
}

function maskedRows(lines: Int32Array, lanes: Lanes, masks: Masks, mask: number): Uint32Array {
  const { size, rowWords, stride } = lanes
  const rows = new Uint32Array(size * rowWords)
  for (let word = 0; word < rowWords; word++) {
    const inRow = word === rowWords - 1 ? -1 << (32 * rowWords - size) : -1
    const begin = word * stride + LINES_BEFORE
    const changes = mask * masks.step + begin
    for (let y = 0; y < size; y++) {
      rows[y * rowWords + word] = (lines[begin + y]! ^ masks.changes[changes + y]!) & inRow
    }
  }
  return rows
}

/** What is kept for the next symbol of a version and level: tables, and room to work in. */
interface Bench {
  readonly layout: Layout
  readonly masks: Masks
  /** Data codewords, and two more for `writeDataCodewords`. */
  readonly data: Uint8Array
  readonly lines: Int32Array
  readonly scratch: Scratch
}

const layouts: Layout[] = []
const benches: Bench[] = []

function benchFor(version: number, level: ErrorCorrection): Bench {
  return (benches[version * 4 + LEVELS.indexOf(level)] ??= makeBench(version, level))
}

function makeBench(version: number, level: ErrorCorrection): Bench {
  const layout = (layouts[version] ??= drawLayout(version))
  return {
    layout,
    masks: drawMasks(layout, level),
    data: new Uint8Array(dataCodewords(version, level) + 2),
    lines: emptyLines(layout.lanes),
    scratch: { down: emptyLines(layout.lanes), across: emptyLines(layout.lanes), order: [] },
  }
}
