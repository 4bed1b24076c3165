/**
 * Follows RFC 4180 quoting through one line, so that a line break inside a quoted cell does not end a record.
 * A quote opens a cell only where the cell begins: `5" display` is text.
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
      atStart = character === delimiter
    }
  }
  return inside
}

/** The cells of a record. A record without quotes, nearly every one, is split at native speed. */
export function cellsOf(record: string, delimiter: string): string[] {
  if (!record.includes('"')) return record.split(delimiter)
  const cells: string[] = []
  let at = 0
  for (;;) {
    let cell = ''
    if (record[at] === '"') {
      const close = closingQuote(record, at + 1)
      cell = record.slice(at + 1, close).replaceAll('""', '"')
      at = close + 1
    }
    const next = record.indexOf(delimiter, at)
    if (next === -1) {
      cells.push(cell + record.slice(at))
      return cells
    }
    cells.push(cell + record.slice(at, next))
    at = next + 1
  }
}

function closingQuote(record: string, from: number): number {
  for (let at = from; ; at += 2) {
    at = record.indexOf('"', at)
    if (at === -1) return record.length
    if (record[at + 1] !== '"') return at
  }
}
