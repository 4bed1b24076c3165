import { writeDataCodewords } from './bits.ts'
import { LEVELS } from './capacity.ts'
import { blocksOf, writeSequence, type Blocks } from './codewords.ts'
import { emptyLines, LINES_BEFORE, type Lanes } from './lanes.ts'
import { chooseMask, drawMasks } from './mask.ts'
import { drawLayout, emptyBits, placeCodewords, type Layout } from './modules.ts'
import { checkMask, planQr, type QrOptions } from './plan.ts'
import type { Segment } from './segments.ts'
import { createSymbol, type ErrorCorrection, type QrSymbol } from './symbol.ts'
import type { Masks, Unmasked } from './unmasked.ts'

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
  const { layout, masks, blocks, data, sequence, bits, symbol } = benchFor(version, errorCorrection)
  const { lanes } = layout
  writeDataCodewords(segments, version, blocks.dataTotal, data)
  writeSequence(data, blocks, sequence)
  placeCodewords(sequence, layout, bits, symbol.lines)
  const mask = options.mask ?? chooseMask(symbol, masks, lanes)
  return createSymbol(version, errorCorrection, mask, maskedRows(symbol.lines, lanes, masks, mask))
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
  readonly blocks: Blocks
  /** Data codewords, and two more for `writeDataCodewords`. */
  readonly data: Uint8Array
  readonly sequence: Uint8Array
  readonly bits: Int32Array
  readonly symbol: Unmasked
}

const layouts: Layout[] = []
const benches: Bench[] = []

function benchFor(version: number, level: ErrorCorrection): Bench {
  return (benches[version * 4 + LEVELS.indexOf(level)] ??= makeBench(version, level))
}

function makeBench(version: number, level: ErrorCorrection): Bench {
  const layout = (layouts[version] ??= drawLayout(version))
  const blocks = blocksOf(version, level)
  const empty = (): Int32Array => emptyLines(layout.lanes)
  return {
    layout,
    masks: drawMasks(layout, level),
    blocks,
    data: new Uint8Array(blocks.dataTotal + 2),
    sequence: new Uint8Array(blocks.total),
    bits: emptyBits(version),
    symbol: { lines: empty(), down: empty(), across: empty(), scores: new Int32Array(8) },
  }
}
