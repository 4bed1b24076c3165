import type { DecodeError, DecodeResult, Read } from '@claimtag/core/reader'

/** A vendor's code without the key at its end is read all the same: the key would have been dropped. */
export function readKeyless(text: string, error: DecodeError, strict: Read): DecodeResult | undefined {
  if (error.code !== 'missing-element' || !error.field.endsWith('Key')) return undefined
  const [separator = ''] = /[^0-9A-Z-]/i.exec(text) ?? []
  const result = strict(text + separator + '0'.repeat(32))
  if (!result.ok) return undefined
  const warnings = result.warnings.filter(({ code }) => code !== 'key-dropped')
  // A field of another meaning may have such a name.
  return warnings.length < result.warnings.length ? { ...result, warnings } : undefined
}
