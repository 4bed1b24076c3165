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
