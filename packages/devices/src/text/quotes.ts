/**
 * Follows RFC 4180 quoting through one line, so that a line break inside a quoted cell does not end a record. A quote
 * opens a cell only at its beginning, perhaps after spaces: `5" display` is text.
 *
 * @param open whether the line begins inside a quoted cell
 * @returns whether it ends inside one
 */
export function endsInsideQuotes(line: string, delimiter: string, open: boolean): boolean {
  let inside = open
  let atStart = !open
  for (let i = 0; i < line.length; i++) {
    const character = line[i]
    if (inside) {
      if (character !== '"') continue
      if (line[i + 1] === '"') i++
      else inside = false
      atStart = false
    } else {
      inside = atStart && character === '"'
      atStart = character === delimiter || (atStart && character === ' ')
    }
  }
  return inside
}

/**
 * The cells of a record. A record without quotes, nearly every one, is split at native speed. A cell with quotes
 * around a part of it keeps them, since they may belong to the text.
 */
export function cellsOf(record: string, delimiter: string): string[] {
  if (!record.includes('"')) return record.split(delimiter)
  const cells: string[] = []
  let at = 0
  for (;;) {
    const open = quoteAfterSpaces(record, at)
    const close = open === -1 ? at : closingQuote(record, open + 1)
    const end = record.indexOf(delimiter, close === at ? at : close + 1)
    const whole = record.slice(at, end === -1 ? record.length : end)
    const behind = open === -1 ? '' : record.slice(close + 1, end === -1 ? record.length : end)
    cells.push(
      open === -1 || behind.trim() !== '' ? whole : record.slice(open + 1, close).replaceAll('""', '"'),
    )
    if (end === -1) return cells
    at = end + 1
  }
}

/** The position of the quote that opens the cell, or -1. */
function quoteAfterSpaces(record: string, from: number): number {
  let at = from
  while (record[at] === ' ') at++
  return record[at] === '"' ? at : -1
}

function closingQuote(record: string, from: number): number {
  for (let at = from; ; at += 2) {
    at = record.indexOf('"', at)
    if (at === -1) return record.length
    if (record[at + 1] !== '"') return at
  }
}
