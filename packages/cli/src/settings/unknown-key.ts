import { nearestName } from '@claimtag/core'

/** Keys of the configuration are words. Any other text may be a token in the wrong place. */
const WORD = /^[A-Za-z]+$/

/**
 * The sentence about unknown keys of the configuration. A misspelled known key is quoted; any other may contain a
 * token, so only its position is given.
 *
 * @param present all keys of the object, in the order of the file
 */
export function unknownKey(
  unknown: readonly string[],
  present: readonly string[],
  known: readonly string[],
): string {
  for (const key of unknown) {
    const nearest = WORD.test(key) ? nearestName(key, known) : undefined
    if (nearest !== undefined) return `there is no key ${key}; nearest: ${nearest}`
  }
  const places = unknown.map((key) => present.indexOf(key) + 1).join(', ')
  return `there is no such key as number ${places} of it; there are ${known.join(', ')}`
}
