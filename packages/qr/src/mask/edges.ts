import { lanesBelow, LINES_AROUND, type Lanes } from './lanes.ts'

/**
 * Finds where neighbouring modules of `lines` differ, the only input of penalties N1 and N2: from a line to the one
 * before it (`Lanes.along`), and in rows from a lane to the next (`Lanes.across`). The edges of a masked symbol are
 * the exclusive or of the symbol's and the mask's, so that eight masks share the work.
 *
 * With a `flip` of −1, for masks, it finds where they do not differ; with a symbol's edges that gives where modules
 * are alike after masking.
 */
export function writeEdges(lines: Int32Array, lanes: Lanes, flip: 0 | -1): void {
  const { size, words, stride, along, across } = lanes
  for (let word = 0; word < words; word++) {
    const used = lanesBelow(2 * size, word)
    const inBlock = lanesBelow(size - 1, word)
    let i = word * stride + LINES_AROUND
    let before = 0
    for (const end = i + size; i < end; i++) {
      const line = lines[i]! ^ flip
      lines[along + i] = (line ^ before) & used
      before = lines[i]!
      lines[across + i] = (line ^ ((before << 1) | (lines[i + stride]! >>> 31))) & inBlock
    }
  }
}
