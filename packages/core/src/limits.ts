/**
 * The most characters a code may have: what a symbol 40-L holds in alphanumeric mode (ISO/IEC 18004:2015, table 7).
 * Numeric mode holds 7,089, but a device code always has letters or is 16 digits long.
 */
export const LONGEST_CODE = 4296

/** The most characters of a document as JSON. All that compiling and comparing formats costs is bounded by it. */
export const LONGEST_DOCUMENT = 16_384

/** The most elements, and values of a run: there are 26 tags, and no code is long enough for many more. */
export const MOST_PARTS = 64

/** The most patterns of a `not` or a `match`. */
export const MOST_PATTERNS = 256
