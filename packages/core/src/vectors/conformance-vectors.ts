import { compiledFormatOf, type Format, grammarOf } from '../format/format.ts'
import { readFormat } from '../read/read-format.ts'
import type { DeviceRecord } from '../record/record.ts'
import { refusedTexts } from './refused-texts.ts'
import { soundTexts } from './sound-texts.ts'

/** A text and what a decoder of the format has to make of it. */
export type ConformanceVector = {
  /** What the vector is about, for people. */
  readonly about: string
  readonly text: string
} & (
  | { readonly record: DeviceRecord; readonly warnings: readonly string[] }
  | { readonly error: { readonly code: string; readonly field?: string; readonly position?: number } }
)

/**
 * Texts with which a decoder in another language is proved to read a format as this package does: codes that are sound,
 * of the least and the most length among them, and codes that are refused, with the code and the place of the error.
 * Always the same ones for a document. EUIs and tokens are made up.
 *
 * A decoder that passes takes exact texts: it takes nothing off around a code, and folds no case.
 *
 * @throws ClaimtagError `not-a-format`
 *
 * @example
 * ```ts
 * import { thingpark } from '@claimtag/core'
 * import { conformanceVectors } from '@claimtag/core/vectors'
 *
 * console.log(conformanceVectors(thingpark).length > 0) // true
 * ```
 */
export function conformanceVectors(format: Format): readonly ConformanceVector[] {
  const grammar = grammarOf(format)
  const read = readFormat(compiledFormatOf(format))
  const seen = new Set<string>()
  const vectors: ConformanceVector[] = []
  for (const { about, text } of [...soundTexts(grammar), ...refusedTexts(grammar)]) {
    if (seen.has(text)) continue
    seen.add(text)
    const result = read(text)
    if (result.ok) {
      vectors.push({ about, text, record: result.record, warnings: result.warnings.map(({ code }) => code) })
      continue
    }
    const { code, field, position } = result.error
    const place = {
      ...(field === undefined ? {} : { field }),
      ...(position === undefined ? {} : { position }),
    }
    vectors.push({ about, text, error: { code, ...place } })
  }
  return vectors
}
