import { type Format, compiledFormatOf } from './format/format.ts'
import { identify } from './read/foreign-code.ts'
import { createReader } from './read/reader.ts'
import type { DecodeResult } from './read/read-text.ts'

/**
 * Reads the text of a code. Never throws, whatever the text; takes time linear in its length.
 *
 * Every format whose prefix fits is tried. One whose `match` holds has the code to itself; where several others read
 * it differently, it is refused as `ambiguous-code` rather than guessed at.
 *
 * @param text as scanned; what scanners put around a code is taken off with a warning
 * @throws ClaimtagError `not-a-format` when what was given as formats is none, whatever the text
 * @example
 * ```ts
 * const result = decode('LW:D0:70B3D57ED0000000:0004A310001AAED6:00000000:C4FA5', [tr005])
 * if (result.ok) result.record.devEui // '0004A310001AAED6'
 * ```
 */
export function decode(text: string, formats: readonly Format[]): DecodeResult {
  return createReader([...new Set(formats)].map(compiledFormatOf), false, identify)(text)
}
