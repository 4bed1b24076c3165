import { readSync } from 'node:fs'

const PIECE = 1 << 16

/** A line without its line break, and the offset of the next one. */
export interface WholeLine {
  readonly text: string
  readonly end: number
}

/**
 * The complete lines of an open file, read piece by piece: it may be longer than a string or the memory.
 *
 * @param upTo number of bytes to look at
 */
export function* wholeLines(file: number, upTo = Infinity): Generator<WholeLine> {
  let begun: Buffer[] = []
  let at = 0
  for (;;) {
    const piece = Buffer.alloc(Math.min(PIECE, upTo - at))
    const got = piece.length === 0 ? 0 : readSync(file, piece, 0, piece.length, at)
    if (got === 0) return
    const bytes = piece.subarray(0, got)
    let from = 0
    for (let to = bytes.indexOf(0x0a); to !== -1; to = bytes.indexOf(0x0a, from)) {
      const rest = bytes.subarray(from, to)
      const text = (begun.length === 0 ? rest : Buffer.concat([...begun, rest])).toString('utf8')
      begun = []
      from = to + 1
      yield { text, end: at + from }
    }
    if (from < got) begun.push(bytes.subarray(from))
    at += got
  }
}
