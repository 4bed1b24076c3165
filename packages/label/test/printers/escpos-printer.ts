import { ByteReader } from './byte-reader.ts'
import { blankPaper, putRows, type Paper } from './paper.ts'

/** The paper between two cuts, or after the last one. */
export interface Receipt {
  readonly paper: Paper
  readonly cut: 'full' | 'partial' | 'none'
  readonly chunks: readonly number[]
}

/**
 * Written from Epson's ESC/POS command reference. Paper grows row by row; `GS v 0` feeds what it prints.
 *
 * @param headDots of the print head; data beyond is read and discarded
 */
export function printEscPos(stream: Uint8Array, headDots: number): Receipt[] {
  const reader = new ByteReader(stream)
  const receipts: Receipt[] = []
  let rows: Uint8Array[] = []
  let chunks: number[] = []
  const tear = (cut: Receipt['cut']): void => {
    const paper = blankPaper(headDots, rows.length)
    rows.forEach((row, y) => putRows(paper, row, row.length, { x: 0, y }, 1))
    receipts.push({ paper, cut, chunks })
    rows = []
    chunks = []
  }
  while (!reader.done) {
    const [prefix, command] = [reader.byte(), String.fromCharCode(reader.byte())]
    if (prefix === 0x1b && command === '@') {
      if (rows.length > 0) throw new Error('ESC @ in the middle of a label')
    } else if (prefix === 0x1b && command === 'J') {
      rows.push(...Array.from({ length: reader.byte() }, () => new Uint8Array(1)))
    } else if (prefix === 0x1d && command === 'v') {
      if (reader.byte() !== 0x30 || reader.byte() !== 0) throw new Error('another mode of GS v')
      const bytesPerRow = reader.littleEndian16()
      const count = reader.littleEndian16()
      if (bytesPerRow === 0 || count === 0 || count > 2303) throw new Error('GS v 0 out of range')
      chunks.push(count)
      for (let row = 0; row < count; row += 1) rows.push(reader.bytes(bytesPerRow))
    } else if (prefix === 0x1d && command === 'V') {
      const mode = reader.byte()
      if (mode !== 65 && mode !== 66) throw new Error(`GS V ${mode}`)
      reader.byte()
      tear(mode === 65 ? 'full' : 'partial')
    } else throw new Error(`no such command: ${prefix} ${command}`)
  }
  if (rows.length > 0) tear('none')
  return receipts
}
