/** A shorter prefix begins too many other texts to say anything. */
export const SHORTEST_PREFIX = 3

/** What scanners type is a label's code, which has a good hundred characters. */
export const LONGEST_TYPED = 512

/** Of an EUI-64. */
export const EUI_DIGITS = 16
