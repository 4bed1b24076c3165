import { InputError } from '../issue.ts'

const UTF8_MARK = Buffer.from([0xef, 0xbb, 0xbf])

/**
 * How many bytes of byte order mark the input begins with.
 *
 * @throws InputError `utf-16`, which spreadsheets call "Unicode text"
 */
export function byteOrderMark(start: Buffer): number {
  const [first, second] = start
  const marked = (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)
  // Without a mark, every other byte of ASCII text is zero.
  if (marked || first === 0 || second === 0) throw new InputError({ code: 'utf-16' })
  return start.subarray(0, 3).equals(UTF8_MARK) ? 3 : 0
}
