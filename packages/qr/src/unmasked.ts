import { LINES_BEFORE, type Lanes } from './lanes.ts'

/**
 * A symbol before it is masked, held as lines of lanes, and how its modules compare. Symbol and masks are
 * compared apart, one telling where modules differ and the other where they are alike: the exclusive or of
 * both is the likeness in the masked symbol, so that a symbol is compared once and not eight times.
 */
export interface Unmasked {
  readonly lines: Int32Array
  /** Which modules differ from the line before. */
  readonly down: Int32Array
  /** In the rows only: which modules differ from the next lane. */
  readonly across: Int32Array
  /** Room for the penalties of the eight masks. */
  readonly scores: Int32Array
}

/** The eight masks of one layout and level, one after the other, each of `step` words. */
export interface Masks {
  readonly step: number
  /** What a mask changes: data modules and format information. */
  readonly changes: Int32Array
  /** Which modules of `changes` are like the line before. */
  readonly down: Int32Array
  /** In the rows only: which modules of `changes` are like the next lane. */
  readonly across: Int32Array
}

/**
 * Compares each module with the line before and with the next lane: a bit is set where they differ or, with
 * -1 for `invert`, where they are alike. Beyond the edges all bits are 0.
 */
export function compareModules(
  lines: Int32Array,
  lanes: Lanes,
  down: Int32Array,
  across: Int32Array,
  invert: 0 | -1,
): void {
  const { size, rowWords, words, stride } = lanes
  for (let word = 0; word < words; word++) {
    const begin = word * stride + LINES_BEFORE
    const used = lanesBelow(2 * size, word)
    for (let i = begin + 1; i < begin + size; i++) down[i] = (lines[i]! ^ lines[i - 1]! ^ invert) & used
  }
  for (let word = 0; word < rowWords; word++) {
    const begin = word * stride + LINES_BEFORE
    const used = lanesBelow(size - 1, word)
    for (let i = begin; i < begin + size; i++) {
      const next = (lines[i]! << 1) | (lines[i + stride]! >>> 31)
      across[i] = (lines[i]! ^ next ^ invert) & used
    }
  }
}

/** The lanes of a word that are below a number. */
function lanesBelow(end: number, word: number): number {
  const count = end - 32 * word
  return count >= 32 ? -1 : ~(-1 >>> count)
}
