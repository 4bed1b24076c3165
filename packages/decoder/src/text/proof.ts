import { checksumOf } from '@claimtag/core/reader'

/** A separator, a tag and four digits. */
const CHECKSUM = /[^0-9A-Z][A-Z][0-9A-F]{4}$/

/**
 * Whether a text ends with a checksum over all that stands before it: then nothing was changed, or what was undone was
 * undone rightly. By chance this holds once in 65,536 times.
 */
export function isProved(text: string): boolean {
  return CHECKSUM.test(text) && resealed(text) === text
}

/** The same text with the checksum that belongs to it in the place of the one that it ends with. */
export function resealed(text: string): string {
  return text.slice(0, -4) + checksumOf(text.slice(0, -6))
}
