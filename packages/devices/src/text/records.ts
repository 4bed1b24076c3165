import { openToRead } from '@claimtag/disk'
import { isAscii } from 'node:buffer'
import { closeSync, readSync } from 'node:fs'
import { InputError } from '../issue.ts'
import { endsInsideQuotes } from './quotes.ts'
import type { ByteRange, RawRecord } from './record.ts'

// A quote that is never closed would make the rest of the file one record; records of devices are never this long.
const MAX_RECORD = 65_536
const READ_SIZE = 262_144
// A cell that is kept holds the text that it was cut out of.
const PIECE_SIZE = 16_384
const LF = 10

/**
 * Reads records with their lines and byte offsets, in batches. Blank lines are skipped; the last record needs no line
 * end. Synchronous: opening, reading and closing a stream took longer than reading its content.
 *
 * @param delimiter separator of cells, for quoted cells with a line break; `undefined` when the input has one record
 *   on each line by definition, as NDJSON does
 * @throws InputError `unclosed-quote`, `record-too-long`
 */
export function* readRecords(
  range: ByteRange,
  delimiter: string | undefined,
): Generator<readonly RawRecord[]> {
  const splitter = createSplitter(range, delimiter)
  for (const bytes of piecesOf(range)) {
    const records = splitter.push(bytes)
    if (records.length > 0) yield records
  }
  const last = splitter.finish()
  if (last.length > 0) yield last
}

function* piecesOf({ path, start, end = Number.POSITIVE_INFINITY }: ByteRange): Generator<Buffer> {
  if (end <= start) return
  const file = openToRead(path)
  try {
    for (let at = start; at < end;) {
      // A record that ends in the next piece still needs this one.
      const piece = Buffer.allocUnsafe(Math.min(READ_SIZE, end - at))
      const length = readSync(file, piece, 0, piece.length, at)
      if (length === 0) return
      for (let from = 0; from < length; from += PIECE_SIZE)
        yield piece.subarray(from, Math.min(from + PIECE_SIZE, length))
      at += length
    }
  } finally {
    closeSync(file)
  }
}

/** Some bytes of a file; of ASCII also as a text, in which a record is found in half of the time. */
interface Piece {
  readonly bytes: Buffer
  readonly text: string | undefined
}

function pieceOf(bytes: Buffer): Piece {
  return { bytes, text: isAscii(bytes) ? bytes.toString('latin1') : undefined }
}

interface Splitter {
  push(bytes: Buffer): RawRecord[]
  finish(): RawRecord[]
}

function createSplitter(range: ByteRange, delimiter: string | undefined): Splitter {
  let rest: Buffer = Buffer.alloc(0)
  let offset = range.start
  let line = range.line
  // A record that began on an earlier line, when a quoted cell contains the line break.
  let begun: RawRecord | undefined

  function take(piece: Piece, from: number, to: number, into: RawRecord[]): void {
    if (to - from > MAX_RECORD) throw new InputError({ code: 'record-too-long', line })
    const part = piece.text?.slice(from, to) ?? piece.bytes.toString('utf8', from, to)
    const isPlain = piece.text !== undefined && begun?.isAscii !== false
    const text = begun === undefined ? part : `${begun.text}\n${part}`
    const first = begun?.line ?? line
    const begin = begun?.offset ?? offset + from
    if (delimiter !== undefined && staysOpen(part, delimiter, begun !== undefined)) {
      if (text.length > MAX_RECORD) throw new InputError({ code: 'unclosed-quote', line: first })
      begun = { text, line: first, offset: begin, isAscii: isPlain }
    } else {
      begun = undefined
      const whole = text.endsWith('\r') ? text.slice(0, -1) : text
      if (whole.trim() !== '') into.push({ text: whole, line: first, offset: begin, isAscii: isPlain })
    }
    line++
  }

  return {
    push(chunk) {
      const bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk])
      const piece = pieceOf(bytes)
      const find = (at: number): number => piece.text?.indexOf('\n', at) ?? bytes.indexOf(LF, at)
      const records: RawRecord[] = []
      let from = 0
      for (let to = find(0); to !== -1; to = find(from)) {
        take(piece, from, to, records)
        from = to + 1
      }
      rest = bytes.subarray(from)
      offset += from
      if (rest.length > MAX_RECORD) throw new InputError({ code: 'record-too-long', line })
      return records
    },
    finish() {
      const records: RawRecord[] = []
      if (rest.length > 0 || begun !== undefined) take(pieceOf(rest), 0, rest.length, records)
      if (begun !== undefined) throw new InputError({ code: 'unclosed-quote', line: begun.line })
      return records
    },
  }
}

function staysOpen(part: string, delimiter: string, open: boolean): boolean {
  return part.includes('"') ? endsInsideQuotes(part, delimiter, open) : open
}
