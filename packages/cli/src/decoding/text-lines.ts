/** Bytes that are looked at: a picture has a zero among its first. */
const HEAD_BYTES = 4096

/** The text in a file; `undefined` when it is none. */
export function textOf(bytes: Buffer): string | undefined {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return bytes.toString('utf16le', 2)
  if (bytes.subarray(0, HEAD_BYTES).includes(0) || /^(?:GIF8|\xff\xd8)/.test(bytes.toString('latin1', 0, 4)))
    return undefined
  return bytes.toString('utf8')
}

/** A line that has a code, counted from 1. */
interface CodeLine {
  readonly line: number
  readonly text: string
}

/** The header of a job's CSV of payloads, whose last column they are. */
const PAYLOADS = /(?:^|,)"?(?:claimtag )?payload"?\r?$/i

/** The codes of a text: one on each line, or those of a job's CSV of payloads. */
export function* linesOf(text: string): Generator<CodeLine> {
  let isTable = false
  for (const [index, line] of text
    .replace(/^\uFEFF/, '')
    .split('\n')
    .entries()) {
    if (line.trim() === '') continue
    if (index === 0 && PAYLOADS.test(line)) isTable = true
    else yield { line: index + 1, text: isTable ? lastCell(line) : line }
  }
}

/** A code has no comma and no quote as a rule; a cell that has is quoted, and its quotes doubled (RFC 4180). */
function lastCell(line: string): string {
  const row = line.replace(/\r$/, '')
  const [, quoted] = /(?:^|,)"((?:[^"]|"")*)"$/.exec(row) ?? []
  return quoted === undefined ? row.slice(row.lastIndexOf(',') + 1) : quoted.replaceAll('""', '"')
}
