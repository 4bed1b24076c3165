/** One record of the input as it stands in the file, not yet split into cells. */
export interface RawRecord {
  readonly text: string
  /** The line on which it begins, counted from 1 as in an editor. */
  readonly line: number
  /** Its offset, in bytes from the start of the file. */
  readonly offset: number
  /** Whether it is certain that each character is one of ASCII. */
  readonly isAscii: boolean
}

/** The part of a file between two byte offsets; `end` is exclusive, and the end of the file when left out. */
export interface ByteRange {
  readonly path: string
  readonly start: number
  readonly end?: number
  /** The line number of `start`. */
  readonly line: number
}

/** A stretch of rows: where it begins and ends in its file, and what its first row is called. */
export interface Stretch {
  /** Which of several inputs it lies in, counted from 0. */
  readonly input: number
  readonly start: number
  readonly end?: number
  readonly line: number
  /** Index of the first row. */
  readonly index: number
}
