import { type Format, compiledFormatOf } from './format/format.ts'
import { identify } from './read/foreign-code.ts'
import { createReader } from './read/reader.ts'
import type { DecodeResult } from './read/result.ts'

/**
 * Reads the text of a code. Never throws, whatever the text; takes time linear in its length.
 *
 * Every format whose prefix fits is tried. If the `match` of one holds, only that one counts; if several others read
 * the code differently, it is refused as `ambiguous-code`.
 *
 * @param text as scanned; additions of scanners around a code are removed with a warning
 * @throws ClaimtagError `not-a-format` when one of `formats` is not a format, whatever the text
 *
 * @example
 * ```ts
 * import { decode, tr005 } from '@claimtag/core'
 *
 * const result = decode('LW:D0:70B3D57ED0000000:0004A310001AAED6:00000000:C4FA5', [tr005])
 * if (result.ok) console.log(result.record.devEui) // 0004A310001AAED6
 * ```
 */
export function decode(text: string, formats: readonly Format[]): DecodeResult {
  return createReader([...new Set(formats)].map(compiledFormatOf), false, identify)(text)
}
