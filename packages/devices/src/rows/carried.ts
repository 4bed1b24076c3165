import type { FormatDocument } from '@claimtag/core'

/** The names of all values that a format has a place for. */
export function carriedFields(document: FormatDocument): readonly string[] {
  return document.fields.flatMap((element) => {
    const parts = 'run' in element ? element.run : [element]
    return parts.flatMap((part) => ('name' in part ? [part.name] : []))
  })
}

/** Whether the format takes tokens issued as base64 (of either alphabet), and so would misread hexadecimal ones. */
export function issuesBase64(document: FormatDocument): boolean {
  return document.fields.some((element) => {
    const parts = 'run' in element ? element.run : [element]
    return parts.some(
      (part) => 'name' in part && part.name === 'ownerToken' && part.issued?.startsWith('base64') === true,
    )
  })
}
