import type { DecodeProblem } from '../issue/issue.ts'
import { crc16Continue, crc16Text } from '../value/crc16.ts'
import type { CompiledTags } from './compiled-format.ts'

/** The digits of a checksum, where they begin, and from where to where the whole element stands. */
export interface Checksum {
  readonly digits: string
  readonly position: number
  readonly start: number
  readonly end: number
}

const FOUR_DIGITS = /^[0-9A-F]{4}$/

/** What is wrong with the checksum of a text. */
export function checksumFault(
  text: string,
  { digits, position, start, end }: Checksum,
): DecodeProblem | undefined {
  const upper = digits.toUpperCase()
  const place = { field: 'checksum', position }
  if (!FOUR_DIGITS.test(upper)) return { code: 'malformed-checksum', ...place }
  return sumOf(text, start, end) === upper ? undefined : { code: 'checksum-mismatch', ...place }
}

/**
 * One character changed, lost or put in at `:C` hides the checksum in the value before it, or makes it a value of its
 * own. Where a checksum is optional only this test finds that; four digits are right by chance once in 65,536 endings.
 */
export function hiddenChecksumFault(
  text: string,
  { checksum, separator }: Pick<CompiledTags, 'checksum' | 'separator'>,
): DecodeProblem | undefined {
  const digits = text.slice(-4).toUpperCase()
  if (!checksum || !FOUR_DIGITS.test(digits)) return undefined
  const tagAt = text.length - 5
  const at = tagAt - separator.length
  const ends = text[tagAt] === checksum ? [at, tagAt, at - 1] : text.startsWith(separator, at) ? [at] : []
  return ends.some((end) => sumOf(text, end) === digits)
    ? { code: 'malformed-checksum', field: 'checksum', position: tagAt + 1 }
    : undefined
}

/** The checksum of a text without what stands from one place to the other. */
function sumOf(text: string, start: number, end = text.length): string {
  return crc16Text(crc16Continue(crc16Continue(0xffff, text, 0, start), text, end, text.length))
}
