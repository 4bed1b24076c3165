import type { IssuedForm } from '../format/document.ts'

/**
 * Says in TR005's proprietary field that the token is base32 of the issued bytes. Without it, nothing tells such a
 * token from one that a maker issued as the very same letters. Five characters with `:P`: 87 in all for a token of
 * 16 bytes, where a symbol of version 4-M holds 90 and one of 5-Q just 87.
 */
export const THINGPARK_MARK = 'B32'

/** The mark alone, or followed by a dash and the maker's own proprietary text. */
export const THINGPARK_MARKS: readonly string[] = [THINGPARK_MARK, `${THINGPARK_MARK}-*`]

/** The mark of a token that was not issued as base64: which text it was. `L` is lower-case hex. */
export const ISSUED_MARKS = {
  hex: `${THINGPARK_MARK}-H`,
  'hex-lower': `${THINGPARK_MARK}-L`,
  base64url: `${THINGPARK_MARK}-U`,
} satisfies Partial<Record<IssuedForm, string>>

/**
 * Stands before a token with one of these marks. A decoder from before them takes the letter for the maker's own text
 * and the token for base64; this digit is not in the alphabet of base32, so that it refuses the code instead. With it,
 * a token of 16 bytes makes 90 characters: what 4-M holds.
 */
export const NOT_BASE64 = '0'
