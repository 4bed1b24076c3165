import { createReadStream } from 'node:fs'
import type { Stretch } from './record.ts'

/** Consecutive records of an input, not read yet. */
export type Cut = Omit<Required<Stretch>, 'index'>

export interface CutOptions {
  /** Bytes read at once. */
  readonly readSize?: number | undefined
  /** Sees all that is cut, with the number of the input: a digest over it needs no reading of its own. */
  readonly onBytes?: (bytes: Uint8Array, input: number) => void
}

const READ_SIZE = 1 << 20
const LF = 0x0a
const QUOTE = 0x22
const SPACE = 0x20

/** The members of an input that matter for cutting it. */
export type Cuttable =
  | {
      readonly kind: 'csv'
      readonly path: string
      readonly start: number
      readonly line: number
      readonly delimiter: string
    }
  | { readonly kind: 'ndjson'; readonly path: string; readonly start: number; readonly line: number }

/**
 * Cuts inputs into parts of `records` records each, the last one of each input shorter: only line ends are looked for,
 * and quotes, so that other threads can read the parts. A blank line counts as a record.
 */
export async function* cutInputs(
  inputs: readonly Cuttable[],
  records: number,
  options: CutOptions = {},
): AsyncGenerator<Cut> {
  for (const [number, input] of inputs.entries())
    for await (const part of cutInput(input, number, records, options)) yield { input: number, ...part }
}

async function* cutInput(
  input: Cuttable,
  number: number,
  records: number,
  { readSize = READ_SIZE, onBytes }: CutOptions,
): AsyncGenerator<Omit<Cut, 'input'>> {
  const { path, start, line } = input
  const quotes = input.kind === 'csv' ? createQuoteFollower(input.delimiter) : undefined
  let [cutStart, cutLine] = [start, line]
  let at = start
  const passed = { line, records: 0 }
  const stream = createReadStream(path, { start, highWaterMark: readSize })
  for await (const bytes of stream as AsyncIterable<Buffer>) {
    onBytes?.(bytes, number)
    // Bytes without quotes, which is nearly everything, are searched at native speed.
    const follower = quotes?.isInside() === true || bytes.includes(QUOTE) ? quotes : undefined
    let from = passRecords(bytes, 0, passed, records, follower)
    while (passed.records === records) {
      yield { start: cutStart, end: at + from, line: cutLine }
      ;[cutStart, cutLine, passed.records] = [at + from, passed.line, 0]
      from = passRecords(bytes, from, passed, records, follower)
    }
    if (follower === undefined) quotes?.skip(bytes)
    else follower.follow(bytes, from, bytes.length)
    at += bytes.length
  }
  if (cutStart < at) yield { start: cutStart, end: at, line: cutLine }
}

/**
 * Passes lines until there are `most` records or the bytes have no further line end. A function of its own, since a
 * loop in a generator is compiled again whenever the generator gets somewhere new.
 *
 * @param passed the current line, and the records so far
 * @returns where the next line begins
 */
function passRecords(
  bytes: Buffer,
  from: number,
  passed: { line: number; records: number },
  most: number,
  follower: QuoteFollower | undefined,
): number {
  let next = from
  for (let to = bytes.indexOf(LF, next); to !== -1; to = bytes.indexOf(LF, next)) {
    follower?.follow(bytes, next, to)
    next = to + 1
    passed.line++
    if (follower?.endLine() !== true && ++passed.records === most) break
  }
  return next
}

/** `endsInsideQuotes` for bytes that come in pieces. */
interface QuoteFollower {
  follow(bytes: Uint8Array, from: number, to: number): void
  /** Skips bytes without quotes, outside of quoted cells. */
  skip(bytes: Uint8Array): void
  /** Ends a line; returns whether it ends inside a quoted cell. */
  endLine(): boolean
  isInside(): boolean
}

function createQuoteFollower(delimiter: string): QuoteFollower {
  const separator = delimiter.charCodeAt(0)
  let inside = false
  /** Inside, and the last byte was a quote: it either closes the cell or is the first of a pair. */
  let closing = false
  let atStart = true
  return {
    follow(bytes, from, to) {
      for (let i = from; i < to; i++) {
        const byte = bytes[i]
        if (inside && !closing) closing = byte === QUOTE
        else if (closing && byte === QUOTE) closing = false
        else {
          inside = !closing && atStart && byte === QUOTE
          closing = false
          atStart = byte === separator || (atStart && byte === SPACE)
        }
      }
    },
    skip(bytes) {
      let at = bytes.length - 1
      while (bytes[at] === SPACE) at--
      // Spaces alone change nothing: a quote may follow them.
      if (at >= 0) atStart = bytes[at] === separator || bytes[at] === LF
    },
    endLine() {
      if (closing) inside = closing = false
      atStart = !inside
      return inside
    },
    isInside: () => inside,
  }
}
