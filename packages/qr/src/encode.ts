import { writeDataCodewords } from './codewords/bits.ts'
import { dataCodewords, dataModules, LEVELS } from './segments/capacity.ts'
import { writeSequence } from './codewords/codewords.ts'
import { emptyLines, lanesBelow, LINES_AROUND } from './mask/lanes.ts'
import { chooseMask } from './mask/mask.ts'
import { drawLayout, drawMasks, placeCodewords, type Layout } from './modules.ts'
import type { QrOptions } from './options.ts'
import { checkMask, planQr } from './segments/plan.ts'
import type { Segment } from './segments/segments.ts'
import { createSymbol, type ErrorCorrection, type QrSymbol } from './symbol.ts'

/**
 * Makes the smallest QR Code symbol (ISO/IEC 18004:2015, model 2) that holds a text or given segments.
 *
 * @throws QrError `too-long`, `invalid-option`, `invalid-segment`, `lone-surrogate`
 *
 * @example
 * ```ts
 * import { encodeQr } from '@claimtag/qr'
 *
 * const symbol = encodeQr('LW:D0:1122334455667788', { errorCorrection: 'Q' })
 * console.log(symbol.size, symbol.get(0, 0)) // 25 true
 * ```
 */
export function encodeQr(input: string | readonly Segment[], options: QrOptions = {}): QrSymbol {
  checkMask(options.mask)
  const { version, errorCorrection, segments } = planQr(input, options)
  const workspace = (workspaces[version * 4 + LEVELS.indexOf(errorCorrection)] ??= makeWorkspace(
    version,
    errorCorrection,
  ))
  const { layout, masks, data, sequence, lines } = workspace
  writeDataCodewords(segments, version, data.length - 2, data)
  writeSequence(data, version, errorCorrection, sequence)
  placeCodewords(sequence, layout, lines)
  const mask = options.mask ?? chooseMask(lines, masks, layout)
  return createSymbol(version, errorCorrection, mask, maskedRows(lines, masks[mask]!, layout))
}

function maskedRows(lines: Int32Array, mask: Int32Array, { size, stride }: Layout): Uint32Array {
  const rowWords = (size + 31) >>> 5
  const rows = new Uint32Array(size * rowWords)
  for (let word = 0; word < rowWords; word++) {
    const inRow = lanesBelow(size, word)
    for (let y = 0, i = word * stride + LINES_AROUND; y < size; y++, i++) {
      rows[y * rowWords + word] = (lines[i]! ^ mask[i]!) & inRow
    }
  }
  return rows
}

/** Tables and buffers, kept for the next symbol of the same version and level. */
interface Workspace {
  readonly layout: Layout
  readonly masks: readonly Int32Array[]
  /** Data codewords, and two more for `writeDataCodewords`. */
  readonly data: Uint8Array
  readonly sequence: Uint8Array
  /** The symbol before it is masked. */
  readonly lines: Int32Array
}

const workspaces: Workspace[] = []

function makeWorkspace(version: number, level: ErrorCorrection): Workspace {
  const layout = drawLayout(version)
  return {
    layout,
    masks: drawMasks(layout, level),
    data: new Uint8Array(dataCodewords(version, level) + 2),
    sequence: new Uint8Array(dataModules(version) >>> 3),
    lines: emptyLines(layout),
  }
}
