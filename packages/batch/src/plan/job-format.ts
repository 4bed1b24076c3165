import { builtInFormats, defineFormat, type Format, type FormatDocument } from '@claimtag/core'

/**
 * The format of a job. A built-in one is there already; to compare it once more with all the others took a tenth of the
 * start of a thread.
 *
 * @throws ClaimtagError `bad-format-document`, `misread-by`
 */
export function jobFormat(document: FormatDocument): Format {
  const known = builtInFormats.find(({ id }) => id === document.id)
  const isKnown = known !== undefined && JSON.stringify(known.document) === JSON.stringify(document)
  return isKnown ? known : defineFormat(document)
}
