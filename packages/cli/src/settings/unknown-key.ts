import { nearestName } from '@claimtag/core'

/** Keys of the configuration are words. Anything else may be a token that got into the wrong place. */
const WORD = /^[A-Za-z]+$/

/**
 * What is wrong with keys that the configuration does not know. One that is a slip of a known key is quoted; any
 * other may hold a token and is counted out instead.
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
