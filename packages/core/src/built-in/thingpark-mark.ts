/**
 * Says in TR005's proprietary field that the token is base32 of the issued bytes. Without it, nothing tells such a
 * token from one that a maker issued as the very same letters. Five characters with `:P`: 87 in all for a token of
 * 16 bytes, where a symbol of version 4-M holds 90 and one of 5-Q just 87.
 */
export const THINGPARK_MARK = 'B32'

/** The mark alone, or followed by a dash and the maker's own proprietary text. */
export const THINGPARK_MARKS: readonly string[] = [THINGPARK_MARK, `${THINGPARK_MARK}-*`]
