import { Transform } from 'node:stream'

const [LF, CR] = [0x0a, 0x0d]

/** Whether lines end with CR alone, as in "CSV (Macintosh)" of a spreadsheet. */
export function endsLinesWithCr(head: string): boolean {
  return head.includes('\r') && !head.includes('\n')
}

/** Replaces the line ends; line numbers and offsets stay the same. */
export function crToLf(): Transform {
  return new Transform({
    transform(bytes: Buffer, _, done) {
      done(
        undefined,
        bytes.map((byte) => (byte === CR ? LF : byte)),
      )
    },
  })
}
